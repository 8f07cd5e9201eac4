package io.tagtrail.server;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Address;
import io.tagtrail.core.history.Questions;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Actor;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Claims;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.clusters.ClusterTruth;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.doctor.Supplement;
import io.tagtrail.server.identity.IssuerPages;
import io.tagtrail.server.inside.Compared;
import io.tagtrail.server.inside.Comparing;
import io.tagtrail.server.inside.Insides;
import io.tagtrail.server.inside.Range;
import io.tagtrail.server.readiness.Reach;
import io.tagtrail.server.readiness.Rehearsal;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.retention.Target;
import io.tagtrail.server.sentinel.Ground;
import io.tagtrail.server.sentinel.SentinelDesk;
import io.tagtrail.server.sentinel.SentinelStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tagtrail over a ledger and registries that this process reaches itself.
public final class LocalTagtrail implements Tagtrail {
  private final Config config;
  private final Ledger ledger;
  private final Registry registry;
  private final Time time;
  private final Claims claims;
  private final GovernedPath path;
  private final Questions questions;
  private final Stops stops;
  private final Delivery delivery;
  private final Teller teller;
  private final Approving approving;
  private volatile SentinelDesk desk = SentinelDesk.nobody();
  private final Bundles bundles;
  private final ClusterTruth clusters;
  private final Supplement supplement;
  private final Insides insides;
  private final Rehearsal rehearsal;
  private final Reach reach;

  /// Over a ledger and registries, without what a policy of gates needs.
  public LocalTagtrail(
      Config config,
      Ledger ledger,
      Registry registry,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this(config, ledger, registry, Evaluators.NONE, time, steps, progress);
  }

  /// Over a ledger and registries, with nothing around the path.
  public LocalTagtrail(
      Config config,
      Ledger ledger,
      Registry registry,
      Evaluators evaluators,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this(config, ledger, registry, evaluators, Arounds.NOTHING, time, steps, progress);
  }

  public LocalTagtrail(
      Config config,
      Ledger ledger,
      Registry registry,
      Evaluators evaluators,
      Arounds arounds,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this.config = config;
    this.ledger = ledger;
    this.registry = registry;
    this.time = time;
    this.claims = new Claims(ledger, registry, time, Claims.USUAL);
    this.path =
        new GovernedPath(
            ledger,
            registry,
            config.policy(),
            evaluators,
            arounds.around(),
            claims,
            time,
            steps,
            progress);
    this.questions =
        new Questions(
            ledger,
            registry,
            config.policy(),
            evaluators,
            arounds.around().examiner(),
            arounds.clusters());
    this.approving = new Approving(ledger, config.policy(), time);
    this.bundles = new Bundles(ledger, questions, time);
    this.stops = new Stops(ledger);
    this.delivery = new Delivery(ledger, time, steps, arounds.carriers(ledger, registry));
    this.teller = new Teller(ledger);
    this.clusters = arounds.clusters();
    this.supplement = arounds.supplement();
    this.insides = arounds.insides();
    this.rehearsal =
        new Rehearsal(
            ledger, config.policy(), arounds.around().examiner(), arounds.means(registry), time);
    this.reach = new Reach(ledger, config.policy(), registry);
  }

  /// From now on it is asked there about the sentinel.
  public LocalTagtrail with(SentinelDesk at) {
    desk = at;
    return this;
  }

  /// What a sentinel stands on.
  public Ground ground() {
    return new Ground(config.around().sentinel(), config.policy(), ledger, registry, claims, path);
  }

  @Override
  public SentinelStatus sentinel() {
    return desk.status();
  }

  @Override
  public SentinelStatus resumeSentinel(Ask ask) {
    var reason = ask.reason();
    if (reason == null) {
      throw new InvalidValueException(
          "a resumption needs a --reason: who looked at what happened, and what it was");
    }
    var who = ask.person() == null ? ask.mover().subject() : ask.person();
    return desk.resume("%s: %s".formatted(who == null ? "somebody" : who, reason));
  }

  @Override
  public Alias alias(String text) {
    if (text.matches("[a-z0-9-]+/[a-z0-9-]+")) {
      return Alias.parse(text);
    }
    // Most of what is typed wrongly is an alias with a typo: only what has the marks of a location
    // is read as one.
    if (!text.startsWith("oci://") && (text.indexOf(':') < 0 || text.indexOf('/') < 0)) {
      return Alias.parse(text);
    }
    var location = Location.parse(text);
    return config
        .at(location)
        .or(() ->
            ledger.aliases().stream()
                .filter(alias -> location.equals(ledger.alias(alias).location()))
                .findFirst())
        .orElseThrow(() ->
            new InvalidValueException(
                "no alias has its tag at %s (tagtrail list)".formatted(location)));
  }

  @Override
  public Optional<Location> configured(Alias alias) {
    return Optional.ofNullable(config.locations().get(alias));
  }

  @Override
  public Outcome promote(Alias alias, String source, boolean allowOlder, Ask ask)
      throws InterruptedException {
    var location = config.location(alias);
    return path.move(
        request(alias, Sources.parse(source, allowOlder, alias, location), location, ask));
  }

  @Override
  public Outcome rollback(Alias alias, @Nullable String to, Ask ask) throws InterruptedException {
    var sequence = to == null ? null : questions.rollbackSequence(alias, to, time.now());
    // Nobody is kept from going back by a configuration that lost the alias.
    var known = ledger.alias(alias).location();
    var location = known == null ? config.location(alias) : known;
    return path.move(request(alias, new Aim.RollBack(sequence), location, ask));
  }

  @Override
  public Outcome adopt(Alias alias, @Nullable String previous, Ask ask)
      throws InterruptedException {
    var location = config.location(alias);
    var before = previous == null ? null : digestAt(location, previous);
    return path.move(request(alias, new Aim.Adopt(before), location, ask));
  }

  @Override
  public Outcome takeOver(Alias alias, Ask ask) throws InterruptedException {
    return path.move(request(alias, new Aim.Adopt(null, true), config.location(alias), ask));
  }

  @Override
  public Outcome relocate(Alias alias, Ask ask) throws InterruptedException {
    var to = config.location(alias);
    return path.move(request(alias, new Aim.Relocate(to), to, ask));
  }

  private Digest digestAt(Location location, String text) {
    if (Digest.isDigest(text)) {
      return Digest.parse(text);
    }
    var tag = text.startsWith(":") ? text.substring(1) : text;
    return registry
        .head(new Reference(location.repository(), new Tag(tag), null))
        .map(Descriptor::digest)
        .orElseThrow(() ->
            new RegistryException(
                RegistryException.Kind.NOT_FOUND,
                RegistryException.Applied.NO,
                404,
                "there is no tag %s in %s".formatted(tag, location.repository()),
                null));
  }

  private static MoveRequest request(Alias alias, Aim aim, Location location, Ask ask) {
    return new MoveRequest(
        alias,
        aim,
        location,
        ask.request(),
        ask.mover(),
        ask.person(),
        ask.pipeline(),
        ask.builder(),
        ask.release(),
        ask.reason(),
        ask.expect(),
        ask.idempotencyKey(),
        ask.dryRun(),
        ask.powers());
  }

  @Override
  public Outcome confirm(Alias alias, long intent, Ask ask) throws InterruptedException {
    return path.confirm(alias, intent, ask.request());
  }

  @Override
  public Outcome cancel(Alias alias, long intent, Ask ask) throws InterruptedException {
    return path.cancel(alias, intent, ask.request());
  }

  @Override
  public Approving.Result approve(
      Alias alias,
      @Nullable String bundle,
      @Nullable String requester,
      @Nullable Duration ttl,
      Ask ask) {
    return bundle == null
        ? approving.approveOwed(alias, actor(ask), ask.powers())
        : approving.approve(
            alias, bundles.forAlias(alias, bundle), requester, actor(ask), ask.powers(), ttl);
  }

  @Override
  public Rules rules(Alias alias) {
    return config.policy().rulesOrUsual(alias);
  }

  @Override
  public PolicyPreview previewPolicy() {
    return PolicyChanges.preview(ledger, registry, config.policy(), time.now());
  }

  @Override
  public Optional<Entry> applyPolicy(Ask ask) {
    return PolicyChanges.apply(ledger, config.policy(), ask);
  }

  @Override
  public List<Permission> canI(@Nullable Alias alias) {
    var on = alias == null ? "everything" : alias.toString();
    return Arrays.stream(Right.values()).map(right -> permission(right, on)).toList();
  }

  /// Whoever reaches the ledger itself may do everything that nobody else has to vouch for.
  private static Permission permission(Right right, String on) {
    return switch (right) {
      case APPROVE ->
          new Permission(
              right.label(), on, false, "counts only of whom a token proves: ask a server");
      case OVERRIDE -> new Permission(right.label(), on, false, "needs an approval: ask a server");
      default -> new Permission(right.label(), on, true, "local ledger");
    };
  }

  @Override
  public Who whoAmI() {
    return new Who("local", System.getProperty("user.name", "unknown"), null, List.of(), null);
  }

  private static Actor actor(Ask ask) {
    return new Actor(ask.request(), ask.mover(), ask.person(), ask.pipeline(), ask.reason());
  }

  @Override
  public Stops.Result hold(Alias alias, Stop.Scope scope, @Nullable Instant until, Ask ask) {
    config.location(alias);
    return stops.hold(alias, scope, until, actor(ask));
  }

  @Override
  public Stops.Result unhold(Alias alias, Ask ask) {
    return stops.unhold(alias, actor(ask));
  }

  @Override
  public Stops.Result block(String application, String bundle, Ask ask) {
    return stops.block(Alias.application(application), bundles.of(application, bundle), actor(ask));
  }

  @Override
  public Stops.Result unblock(String application, String bundle, Ask ask) {
    return stops.unblock(
        Alias.application(application), bundles.of(application, bundle), actor(ask));
  }

  @Override
  public Status status(Alias alias, boolean ask) {
    if (ledger.alias(alias).version() < 0) {
      // A typo must not look like an alias that nothing ever happened to.
      config.location(alias);
    }
    return questions.status(alias, time.now(), ask);
  }

  @Override
  public List<Status> board(boolean ask) {
    Set<Alias> all = new LinkedHashSet<>(config.locations().keySet());
    all.addAll(ledger.aliases());
    var now = time.now();
    return all.stream().map(alias -> questions.brief(alias, now, ask)).toList();
  }

  @Override
  public Optional<Told> entry(long index) {
    return ledger.entry(index).map(teller::tell);
  }

  @Override
  public List<Told> entries(long from, int limit) {
    return ledger.entries(from, limit).stream().map(teller::tell).toList();
  }

  @Override
  public Told tell(Entry entry) {
    return teller.tell(entry);
  }

  @Override
  public List<Told> history(Alias alias, boolean everything, long before, int limit) {
    if (ledger.alias(alias).version() < 0) {
      config.location(alias);
    }
    var entries =
        everything
            ? ledger.history(alias.stream(), before, limit)
            : ledger.changes(alias, before, limit);
    return entries.stream().map(teller::tell).toList();
  }

  @Override
  public Optional<Told> resolve(String address) {
    return questions.resolve(Address.parse(address, time.now())).map(teller::tell);
  }

  @Override
  public List<Found> search(String what, int limit) {
    return new Search(ledger).search(what, limit);
  }

  @Override
  public Compared diff(String range) {
    var forges = IssuerPages.forges(config.identity().issuers());
    return new Comparing(ledger, questions, insides, forges)
        .compare(Range.parse(range, time.now()));
  }

  @Override
  public Verification verify(Alias alias, boolean askRegistry) {
    if (ledger.alias(alias).version() < 0) {
      config.location(alias);
    }
    return new Verifier(ledger, registry).verify(alias, askRegistry);
  }

  @Override
  public Evidence evidence(Alias alias) throws InterruptedException {
    if (ledger.alias(alias).version() < 0) {
      config.location(alias);
    }
    return new Examination(
            config,
            ledger,
            registry,
            questions,
            time,
            (which, ask) -> rollback(which, null, ask),
            Supplement.of(List.of(kept(), supplement)))
        .of(alias);
  }

  @Override
  public Report readiness(@Nullable Alias alias, boolean look) throws InterruptedException {
    if (alias != null && ledger.alias(alias).version() < 0) {
      config.location(alias);
    }
    if (look) {
      rehearsal.look(alias == null ? rehearsal.governed() : List.of(alias), () -> false);
    }
    if (look && alias == null) {
      rehearsal.rehearsedNow();
    }
    var report = rehearsal.report();
    return alias == null ? report : report.only(alias::equals);
  }

  @Override
  public List<Target> targets(Alias alias) {
    if (ledger.alias(alias).version() < 0) {
      config.location(alias);
    }
    return reach.of(alias, time.now());
  }

  /// What looks at targets, for whoever does it by the clock.
  public Rehearsal rehearsal() {
    return rehearsal;
  }

  /// What is known of targets, for the doctor and for metrics.
  public ReadinessSupplement kept() {
    return new ReadinessSupplement(
        rehearsal, reach, config.around().readiness().retention(), time::now);
  }

  @Override
  public Checked check(Alias alias) throws InterruptedException {
    if (ledger.alias(alias).version() < 0) {
      config.location(alias);
    }
    return new Checker(ledger, path).check(alias);
  }

  @Override
  public List<Alias> unfinished() {
    var open = new ArrayList<Alias>();
    for (var alias : ledger.aliases()) {
      if (ledger.alias(alias).intent() != null) {
        open.add(alias);
      }
    }
    return open;
  }

  @Override
  public Delivery.Report deliver(int limit) {
    return delivery.run(limit);
  }

  @Override
  public long pending() {
    return ledger.pending();
  }

  @Override
  public LogHead head() {
    return ledger.head();
  }

  @Override
  public boolean report(ClusterReport report) {
    return clusters.take(report, ClusterTruth.Via.AGENT);
  }

  @Override
  public List<ClusterSeen> clusters() {
    return clusters.seen(time.now());
  }

  @Override
  public boolean forgetCluster(String cluster) {
    return clusters.forget(ClusterReport.name(cluster));
  }

  @Override
  public void close() {
    ledger.close();
  }
}
