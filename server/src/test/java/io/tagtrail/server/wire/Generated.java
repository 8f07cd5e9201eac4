package io.tagtrail.server.wire;

import io.tagtrail.bundle.diff.Difference;
import io.tagtrail.bundle.diff.Kind;
import io.tagtrail.bundle.model.ObjectId;
import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.cluster.WorkloadState;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.ledger.ActiveStop;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Head;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Evaluators.Windows;
import io.tagtrail.core.policy.Expression;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.core.policy.Window;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.server.Told;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.inside.Compared;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import io.tagtrail.testkit.ledger.RandomStory;
import io.tagtrail.testkit.ledger.SetClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Values of every kind that goes over the wire, from a seed. Entries and states are those of a
/// story that a ledger took, so each is one that can be.
final class Generated {
  private static final Alias ALIAS = RandomStory.ALIASES.getFirst();

  private final Random random;
  private final InMemoryLedger ledger;
  private final List<Entry> entries;

  Generated(long seed) {
    this.random = new Random(seed);
    this.ledger = new InMemoryLedger("ledger.example/test", SetClock.at("2026-02-14T12:00:00Z"));
    new RandomStory(seed, ledger).acts(120);
    this.entries = ledger.all();
  }

  List<Entry> entries() {
    return entries;
  }

  Entry entry() {
    return entries.get(random.nextInt(entries.size()));
  }

  private Entry change() {
    var changes = entries.stream().filter(each -> each.event().kind().changesState()).toList();
    return changes.get(random.nextInt(changes.size()));
  }

  AliasState state() {
    return ledger.alias(RandomStory.ALIASES.get(random.nextInt(RandomStory.ALIASES.size())));
  }

  Told told(Entry entry) {
    return new Told(entry, maybe(this::text), maybe(this::text), random.nextBoolean());
  }

  String text() {
    var parts =
        List.of("ann", "é\u0301", "\"quoted\"", "back\\slash", "長い", " ", "\u2028", "1.4.1");
    var out = new StringBuilder();
    for (int i = 0; i <= random.nextInt(4); i++) {
      out.append(parts.get(random.nextInt(parts.size())));
    }
    return out.toString();
  }

  <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  Instant time() {
    return Times.millis(
        Instant.parse("2026-01-01T00:00:00Z").plusMillis(random.nextLong(400L * 86_400_000)));
  }

  Digest digest() {
    return Events.digest(random.nextInt(1000));
  }

  boolean flag() {
    return random.nextBoolean();
  }

  <E> E one(List<E> list) {
    return list.get(random.nextInt(list.size()));
  }

  Decision.Check check() {
    return new Decision.Check(
        one(List.of("order", "soak", "approvals", "signature:release")),
        one(List.of(Decision.Guard.values())),
        one(List.of(Decision.Result.values())),
        "because " + text());
  }

  <T> List<T> some(Supplier<T> each) {
    var list = new ArrayList<T>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(each.get());
    }
    return list;
  }

  ActiveStop block() {
    return new ActiveStop(
        random.nextInt(1000), Stop.Scope.BUNDLE, digest(), time(), maybe(this::time));
  }

  OpenIntent intent() {
    var time = time();
    return new OpenIntent(
        random.nextInt(1000),
        1 + random.nextInt(1000),
        one(List.of(EventKind.PROMOTION, EventKind.ROLLBACK, EventKind.ADOPTION)),
        Events.bundle(random.nextInt(50)),
        Events.location(ALIAS),
        time,
        time.plusSeconds(30),
        time.plusSeconds(40));
  }

  Head head() {
    return new Head(
        random.nextInt(1000),
        1 + random.nextInt(1000),
        one(List.of(EventKind.PROMOTION, EventKind.OUTSIDE_MOVE)),
        maybe(() -> Events.bundle(random.nextInt(50))),
        time());
  }

  Manifest manifest() {
    var bytes = new byte[random.nextInt(3000)];
    random.nextBytes(bytes);
    return Manifest.of(
        "application/vnd.oci.image.manifest.v1+json",
        flag() ? bytes : text().getBytes(StandardCharsets.UTF_8));
  }

  CopyReport copied() {
    return new CopyReport(
        random.nextInt(5),
        random.nextInt(5),
        random.nextLong(1L << 50),
        random.nextInt(5),
        random.nextInt(5),
        random.nextInt(5));
  }

  Window window(String name) {
    return flag()
        ? new Window(
            name,
            one(List.of(Window.Kind.values())),
            "0 18 * * 5",
            Duration.ofMinutes(1 + random.nextInt(4000)),
            null,
            null,
            "Europe/Berlin",
            maybe(() -> "year's end"))
        : new Window(
            name, one(List.of(Window.Kind.values())), null, null, time(), null, "UTC", null);
  }

  Windows windows() {
    return flag()
        ? new Windows.Open(maybe(this::time))
        : new Windows.Closed(
            maybe(() -> window("weekend")), "closed: " + text(), maybe(this::time));
  }

  Rules rules() {
    var gates =
        new Gates(
            Duration.ofMinutes(random.nextInt(2000)),
            some(() -> new ApprovalRule(1 + random.nextInt(3), maybe(() -> "sre"))),
            Duration.ofHours(1 + random.nextInt(48)),
            flag() ? List.of(window("one"), window("two")) : List.of(),
            flag() ? Map.of("org.example/team", "shop-*") : Map.of(),
            some(() -> "https://git.example/*"),
            List.of(),
            flag() ? List.of(new Expression("tests", "true", maybe(() -> "tests"))) : List.of());
    return Rules.usual("prod").after("dev", "preprod").with(gates);
  }

  Live live() {
    return switch (random.nextInt(4)) {
      case 0 -> new Live.Agrees(time());
      case 1 -> new Live.Differs(maybe(this::digest), time());
      case 2 -> new Live.Away("away: " + text());
      default -> new Live.NotAsked();
    };
  }

  RollbackTargets.Candidate candidate() {
    var entry = change();
    return new RollbackTargets.Candidate(
        new Tenure(
            entry,
            Events.bundle(random.nextInt(50)),
            random.nextInt(100),
            maybe(this::time),
            flag()),
        one(List.of(RollbackTargets.Verdict.values())),
        "why " + text(),
        some(this::check));
  }

  Outgoing outgoing() {
    return new Outgoing(
        random.nextInt(1000),
        TaskKind.ATTACH,
        random.nextInt(9),
        time(),
        maybe(this::time),
        maybe(() -> "problem " + text()));
  }

  private Consumption consumption() {
    return new Consumption(one(List.of("eu", "us")), time(), time(), flag(), flag(), source());
  }

  private SourceState source() {
    return new SourceState(
        "apps",
        one(List.of("shop", "blog")),
        Events.location(ALIAS),
        maybe(this::digest),
        maybe(this::time),
        one(List.of(Health.values())),
        flag(),
        maybe(() -> "cosign"),
        maybe(() -> "problem " + text()),
        some(this::workload));
  }

  private WorkloadState workload() {
    return new WorkloadState(
        one(List.of("Kustomization", "HelmRelease")),
        "apps",
        "shop",
        maybe(this::digest),
        maybe(this::time),
        one(List.of(Health.values())),
        flag(),
        maybe(() -> "failing " + text()),
        maybe(() -> "event " + text()));
  }

  ClusterReport report() {
    return new ClusterReport("eu", time(), some(this::source), maybe(() -> "problem " + text()));
  }

  ClusterSeen seen() {
    return new ClusterSeen(
        "eu",
        time(),
        time(),
        flag(),
        one(List.of("watch", "agent")),
        random.nextInt(100),
        maybe(() -> "problem " + text()));
  }

  Status status() {
    return new Status(
        state(),
        rules(),
        maybe(this::change),
        maybe(this::change),
        maybe(this::change),
        live(),
        some(this::block),
        maybe(() -> new RollbackTargets.Answer(maybe(this::candidate), some(this::candidate))),
        maybe(this::outgoing),
        windows(),
        some(this::consumption),
        time());
  }

  Compared compared() {
    return new Compared(
        point(),
        point(),
        maybe(this::text),
        new Difference(
            some(() -> new Difference.FileChange(one(List.of(Kind.values())), text())),
            some(() ->
                new Difference.ObjectChange(
                    one(List.of(Kind.values())),
                    new ObjectId("apps", "Deployment", maybe(() -> "shop"), "web"),
                    "apps/v1",
                    text())),
            some(() -> new Difference.ImageChange(text(), some(this::text), some(this::text))),
            some(() -> new Difference.Hunk(text(), some(() -> "-  " + text()))),
            some(() ->
                new Difference.Lasting(
                    one(List.of(Difference.Topic.values())), text(), some(this::text), 7)),
            some(this::text)));
  }

  private Compared.Point point() {
    return new Compared.Point(
        Alias.parse("shop/prod"),
        1 + random.nextInt(50),
        one(List.of(EventKind.PROMOTION, EventKind.ROLLBACK)),
        digest(),
        maybe(() -> "1.4.1"),
        time(),
        maybe(() -> "https://github.com/acme/shop"),
        maybe(() -> "main@sha1:" + "a".repeat(40)));
  }
}
