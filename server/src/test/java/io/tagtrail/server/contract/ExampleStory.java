package io.tagtrail.server.contract;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Actor;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.core.promotion.Refusals;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.Source;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import io.tagtrail.testkit.ledger.SetClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A story in which every kind of event happens that Tagtrail writes, told by the real path. It
/// always comes out the same, but for the salts of the side records.
final class ExampleStory {
  private static final Alias DEV = Alias.parse("shop/dev");
  private static final Alias PROD = Alias.parse("shop/prod");
  private static final Repository REPOSITORY = Repository.parse("registry.example/acme/shop");
  private static final Location MOVED = Location.parse("registry.example/prod/shop:prod");

  private static final Mover PERSON = new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null);

  private final SetClock clock = SetClock.at("2026-03-02T09:00:00Z");
  private final SetTime time = new SetTime(clock);
  private final InMemoryLedger ledger = new InMemoryLedger("ledger.example/acme", clock);
  private final Shelf shelf = new Shelf();
  private final Policy policy = Policy.of(Rules.usual("dev"), Rules.usual("prod").after("dev"));
  private final GovernedPath path =
      new GovernedPath(ledger, shelf, policy, time, Step.Listener.SILENT, Progress.SILENT);
  private int requests;

  private ExampleStory() {}

  static List<Entry> tell() throws InterruptedException {
    var story = new ExampleStory();
    story.run();
    story.ledger.check();
    return story.ledger.all();
  }

  private void run() throws InterruptedException {
    new PolicyLog(ledger).apply(policy, request(), facts(0), List.of());
    shelf.set(location(PROD), bundle(0));
    moved(asks(PROD, new Aim.Adopt(before()), 1, null, null));
    for (int release : new int[] {1, 2, 3, 4, 5}) {
      push(release);
      moved(asks(DEV, from(release), 10 + release, null, null));
    }
    moved(asks(PROD, new Aim.PromoteFrom(DEV, true), 21, null, "a jump to 1.5.0, asked for"));
    moved(asks(PROD, new Aim.RollBack(null), null, "j.doe@example.com", "1.5.0 loses orders"));
    stops();
    outside();
    notWritten();
    unknown();
    moved(asks(PROD, new Aim.RollBack(null), null, "j.doe@example.com", "back on the record"));
    moved(asks(PROD, new Aim.Relocate(MOVED), 31, null, null));
    approved();
  }

  /// Production asks for an approval now: a promotion is refused, approved, and goes through.
  private void approved() throws InterruptedException {
    clock.advance(Duration.ofDays(1));
    var strict = Policy.of(Rules.usual("dev"), Rules.usual("prod").after("dev").with(gates()));
    new PolicyLog(ledger).apply(strict, request(), facts(0), List.of());
    var path = new GovernedPath(ledger, shelf, strict, time, Step.Listener.SILENT, Progress.SILENT);
    var request = verified(new Aim.PromoteFrom(DEV, true), 41);
    var refused = (Outcome.Refused) path.move(request);
    if (!new Refusals(ledger, strict.digest(), time).record(PROD, refused, request)) {
      throw new AssertionError("a refusal is recorded");
    }
    clock.advance(Duration.ofMinutes(3));
    var person = new Mover(Mover.Kind.PERSON, FactStatus.VERIFIED, "https://id.example", null);
    var given =
        new Approving(ledger, strict, time)
            .approve(
                PROD,
                bundle(5).digest(),
                null,
                new Actor(request(), person, "j.doe@example.com", Facts.Pipeline.MISSING, null),
                new Powers(false, List.of(), List.of("release-managers", "football"), true),
                null);
    if (!(given instanceof Approving.Result.Recorded)) {
      throw new AssertionError("an approval is recorded: " + given);
    }
    clock.advance(Duration.ofMinutes(3));
    // A clean-up took what is about to be left: that stops no move, and is on record.
    shelf.cleanUp(MOVED.keep(Objects.requireNonNull(ledger.alias(PROD).observed()).sequence()));
    var outcome = path.move(verified(new Aim.PromoteFrom(DEV, true), 42));
    if (!(outcome instanceof Outcome.Moved)) {
      throw new AssertionError("it is approved: " + outcome);
    }
  }

  private static Gates gates() {
    return new Gates(
        Duration.ofHours(2),
        List.of(new ApprovalRule(1, "release-managers")),
        Gates.DEFAULT_TTL,
        List.of(),
        Map.of(),
        List.of("https://git.example/acme/*"),
        List.of(),
        List.of());
  }

  /// By a pipeline whose token was verified.
  private MoveRequest verified(Aim aim, int run) {
    var it = asks(PROD, aim, run, null, null);
    var claimed = it.mover();
    var pipeline = it.pipeline();
    return new MoveRequest(
        it.alias(),
        it.aim(),
        MOVED,
        it.id(),
        new Mover(claimed.kind(), FactStatus.VERIFIED, claimed.issuer(), claimed.subject()),
        null,
        new Facts.Pipeline(
            FactStatus.VERIFIED,
            pipeline.provider(),
            pipeline.name(),
            pipeline.id(),
            pipeline.attempt(),
            pipeline.number(),
            pipeline.url()),
        it.builder(),
        null,
        it.reason(),
        null,
        null,
        false,
        Powers.NONE);
  }

  private void stops() {
    var stops = new Stops(ledger);
    clock.advance(Duration.ofMinutes(2));
    stops.block("shop", bundle(5).digest(), actor("1.5.0 loses orders"));
    stops.hold(PROD, Stop.Scope.FORWARD, time.now().plus(Duration.ofHours(8)), actor("incident"));
    clock.advance(Duration.ofHours(1));
    stops.unhold(PROD, actor("incident is over"));
    stops.unblock("shop", bundle(5).digest(), actor("it was the database"));
  }

  /// Somebody moves the tag with a client of their own: to something new, then back by a keep-tag.
  private void outside() throws InterruptedException {
    clock.advance(Duration.ofHours(3));
    shelf.set(location(PROD), bundle(9));
    path.look(PROD, request());
    clock.advance(Duration.ofHours(1));
    shelf.set(
        location(PROD),
        shelf.fetch(new Reference(REPOSITORY, new Tag("prod.1"), null)).orElseThrow());
    path.look(PROD, request());
  }

  /// The registry refuses the PUT: the move is over, and nothing was sent.
  private void notWritten() throws InterruptedException {
    shelf.nextPut((location, manifest) -> fail(RegistryException.Applied.NO));
    try {
      var live = ledger.alias(PROD).observedDigest();
      path.move(asks(PROD, from(4), 22, null, "on top of it", live));
      throw new AssertionError("the registry refused");
    } catch (RegistryException e) {
      clock.advance(Duration.ofMinutes(5));
    }
  }

  /// The PUT is lost, and somebody else moves the tag before anyone has looked.
  private void unknown() throws InterruptedException {
    shelf.nextPut((location, manifest) -> {
      shelf.set(location, bundle(8));
      fail(RegistryException.Applied.UNKNOWN);
    });
    var live = ledger.alias(PROD).observedDigest();
    var outcome = path.move(asks(PROD, from(4), 23, null, "on top of it", live));
    if (!(outcome instanceof Outcome.Unfinished)) {
      throw new AssertionError("nobody could know: " + outcome);
    }
    clock.advance(Duration.ofMinutes(1));
    path.settle(PROD, request());
  }

  private static void fail(RegistryException.Applied applied) {
    throw new RegistryException(
        RegistryException.Kind.UNAVAILABLE, applied, 503, "the registry did not take it", null);
  }

  private void moved(MoveRequest request) throws InterruptedException {
    clock.advance(Duration.ofMinutes(7));
    var outcome = path.move(request);
    if (!(outcome instanceof Outcome.Moved)) {
      throw new AssertionError("it must move: " + outcome);
    }
    clock.advance(Duration.ofMinutes(1));
  }

  private Digest before() {
    push(6);
    return bundle(6).digest();
  }

  private void push(int release) {
    shelf.set(REPOSITORY.at(new Tag("1.%d.0".formatted(release))), bundle(release));
  }

  private static Aim from(int release) {
    var reference = Reference.of(REPOSITORY, bundle(release).digest());
    return new Aim.Promote(new Source.InRegistry(reference), true);
  }

  private MoveRequest asks(
      Alias alias, Aim aim, @Nullable Integer run, @Nullable String person, @Nullable String why) {
    return asks(alias, aim, run, person, why, null);
  }

  private MoveRequest asks(
      Alias alias,
      Aim aim,
      @Nullable Integer run,
      @Nullable String person,
      @Nullable String why,
      @Nullable Digest expect) {
    var place = aim instanceof Aim.Relocate(var to) ? to : location(alias);
    return new MoveRequest(
        alias,
        aim,
        place,
        request(),
        person == null ? facts(1).mover() : PERSON,
        person,
        run == null ? Facts.Pipeline.MISSING : facts(run).pipeline(),
        Facts.Builder.MISSING,
        null,
        why == null && aim.allowsOlder() ? "the examples are told out of order" : why,
        expect,
        null,
        false);
  }

  private Actor actor(String why) {
    return new Actor(request(), PERSON, "j.doe@example.com", Facts.Pipeline.MISSING, why);
  }

  private String request() {
    return "req-%04d".formatted(++requests);
  }

  private static Location location(Alias alias) {
    return REPOSITORY.at(new Tag(alias.environment()));
  }

  private static Facts facts(int run) {
    return new Facts(
        new Mover(
            Mover.Kind.WORKLOAD,
            FactStatus.CLAIMED,
            "https://ci.example",
            "repo:acme/shop:ref:refs/heads/main"),
        new Facts.Pipeline(
            FactStatus.CLAIMED,
            "github",
            "acme/shop/release.yaml",
            "70000%05d".formatted(run),
            1L,
            (long) run,
            "https://ci.example/acme/shop/runs/70000%05d".formatted(run)),
        Facts.Source.MISSING,
        Facts.Builder.MISSING,
        null);
  }

  /// A bundle as `flux push artifact` makes it, of a layer that nobody needs to have.
  private static Manifest bundle(int release) {
    var blob = Digest.of("layer of 1.%d.0".formatted(release).getBytes(StandardCharsets.UTF_8));
    var commit = blob.hex().substring(0, 40);
    var text =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
        "config":{"mediaType":"application/vnd.cncf.flux.config.v1+json","digest":"%s","size":233},\
        "layers":[{"mediaType":"application/vnd.cncf.flux.content.v1.tar+gzip","digest":"%s","size":4096}],\
        "annotations":{"org.opencontainers.image.created":"2026-03-01T1%d:00:00Z",\
        "org.opencontainers.image.revision":"main@sha1:%s",\
        "org.opencontainers.image.source":"https://git.example/acme/shop",\
        "org.opencontainers.image.version":"1.%d.0"}}\
        """
            .formatted(blob, blob, release, commit, release);
    return Manifest.of(
        "application/vnd.oci.image.manifest.v1+json", text.getBytes(StandardCharsets.UTF_8));
  }
}
