package io.tagtrail.server.rights;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Address;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Checked;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Found;
import io.tagtrail.server.Permission;
import io.tagtrail.server.PolicyPreview;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Told;
import io.tagtrail.server.Verification;
import io.tagtrail.server.Who;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.inside.Compared;
import io.tagtrail.server.inside.Range;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.retention.Target;
import io.tagtrail.server.sentinel.SentinelStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tagtrail for one identity: every method looks at its rights before anything else happens, and
/// what is verified about it takes the place of what it typed. Nothing that may not be read can be
/// told from what is not there.
///
/// One is made for each request; closing it closes nothing.
public final class Guarded implements Tagtrail {
  private final Tagtrail inner;
  private final Identity identity;
  private final InstantSource clock;
  private final Held held;
  private final Rights rights;
  private final Sight sight;

  public Guarded(Tagtrail inner, Rights rights, Identity identity, InstantSource clock) {
    this.inner = inner;
    this.rights = rights;
    this.identity = identity;
    this.clock = clock;
    this.held = rights.of(identity);
    this.sight = new Sight(inner, rights, held);
  }

  /// What is said of an alias that the asker may not see, and of one that is not there.
  static ForbiddenException unseen(Alias alias) {
    return new ForbiddenException(
        Right.READ.label(),
        alias.toString(),
        "%s is not there, or you may not read it".formatted(alias));
  }

  @Override
  public Alias alias(String text) {
    current();
    if (!sight.any()) {
      // A text of the form of an alias is one, also for somebody who sees none.
      return Alias.parse(text);
    }
    var alias = inner.alias(text);
    if (!alias.toString().equals(text) && !sight.of(alias)) {
      throw new InvalidValueException(
          "no alias has its tag at %s (tagtrail list)".formatted(Location.parse(text)));
    }
    return alias;
  }

  @Override
  public Optional<Location> configured(Alias alias) {
    current();
    return sight.of(alias) ? inner.configured(alias) : Optional.empty();
  }

  @Override
  public Outcome promote(Alias alias, String source, boolean allowOlder, Ask ask)
      throws InterruptedException {
    need(Right.PROMOTE, alias);
    if (allowOlder) {
      need(Right.OVERRIDE, alias);
    }
    new Origins(rights, held).check(alias, source);
    return inner.promote(alias, source, allowOlder, asked(alias, ask));
  }

  @Override
  public Outcome rollback(Alias alias, @Nullable String to, Ask ask) throws InterruptedException {
    need(Right.ROLLBACK, alias);
    return inner.rollback(alias, to, asked(alias, ask));
  }

  @Override
  public Outcome adopt(Alias alias, @Nullable String previous, Ask ask)
      throws InterruptedException {
    need(Right.ADOPT, alias);
    return inner.adopt(alias, previous, asked(alias, ask));
  }

  @Override
  public Outcome takeOver(Alias alias, Ask ask) throws InterruptedException {
    need(Right.ADOPT, alias);
    return inner.takeOver(alias, asked(alias, ask));
  }

  @Override
  public Outcome relocate(Alias alias, Ask ask) throws InterruptedException {
    need(Right.ADOPT, alias);
    return inner.relocate(alias, asked(alias, ask));
  }

  @Override
  public Outcome confirm(Alias alias, long intent, Ask ask) throws InterruptedException {
    needAny(alias, Right.PROMOTE, Right.ROLLBACK, Right.ADOPT);
    return inner.confirm(alias, intent, asked(alias, ask));
  }

  @Override
  public Outcome cancel(Alias alias, long intent, Ask ask) throws InterruptedException {
    needAny(alias, Right.PROMOTE, Right.ROLLBACK, Right.ADOPT);
    // Whoever may promote is not to call off a rollback.
    needForMove(alias, intent);
    return inner.cancel(alias, intent, asked(alias, ask));
  }

  @Override
  public Approving.Result approve(
      Alias alias,
      @Nullable String bundle,
      @Nullable String requester,
      @Nullable Duration ttl,
      Ask ask) {
    need(Right.APPROVE, alias);
    if (bundle != null && bundle.indexOf('/') >= 0) {
      see(Address.parse(bundle, clock.instant()).alias());
    }
    return inner.approve(alias, bundle, requester, ttl, asked(alias, ask));
  }

  @Override
  public Stops.Result hold(Alias alias, Stop.Scope scope, @Nullable Instant until, Ask ask) {
    need(Right.HOLD, alias);
    return inner.hold(alias, scope, until, asked(alias, ask));
  }

  @Override
  public Stops.Result unhold(Alias alias, Ask ask) {
    need(Right.HOLD, alias);
    return inner.unhold(alias, asked(alias, ask));
  }

  @Override
  public Stops.Result block(String application, String bundle, Ask ask) {
    needEverywhere(application);
    return inner.block(application, bundle, Asked.of(ask, identity, powers(List.of(), false)));
  }

  @Override
  public Stops.Result unblock(String application, String bundle, Ask ask) {
    needEverywhere(application);
    return inner.unblock(application, bundle, Asked.of(ask, identity, powers(List.of(), false)));
  }

  @Override
  public Rules rules(Alias alias) {
    see(alias);
    return inner.rules(alias);
  }

  @Override
  public PolicyPreview previewPolicy() {
    needGlobal(Right.ADMIN, Right.AUDIT);
    return inner.previewPolicy();
  }

  @Override
  public Optional<Entry> applyPolicy(Ask ask) {
    needGlobal(Right.ADMIN);
    // Of the person, not of the token: one without the right to move is quickly made.
    Loosening.refuse(inner.previewPolicy(), rights, rights.of(Asked.unscoped(identity)));
    return inner.applyPolicy(Asked.of(ask, identity, powers(List.of(), false)));
  }

  @Override
  public List<Permission> canI(@Nullable Alias alias) {
    current();
    return new Permissions(rights, held).on(alias);
  }

  @Override
  public Who whoAmI() {
    var mover = identity.mover();
    var subject = mover.subject() == null ? identity.person() : mover.subject();
    return new Who(
        mover.kind().label(),
        subject == null ? identity.id() : subject,
        mover.issuer(),
        identity.groups().stream().sorted().toList(),
        identity.expires());
  }

  @Override
  public Status status(Alias alias, boolean ask) {
    see(alias);
    return inner.status(alias, ask);
  }

  @Override
  public List<Status> board(boolean ask) {
    current();
    return sight.any()
        ? inner.board(ask).stream().filter(each -> sight.of(each.state().alias())).toList()
        : List.of();
  }

  @Override
  public Optional<Told> entry(long index) {
    current();
    return sight.any()
        ? inner.entry(index).filter(told -> sight.of(told.entry()))
        : Optional.empty();
  }

  @Override
  public Told tell(Entry entry) {
    current();
    if (!sight.of(entry)) {
      throw new ForbiddenException(
          Right.READ.label(),
          entry.event().stream().toString(),
          "entry %d is not there, or you may not read it".formatted(entry.index()));
    }
    return inner.tell(entry);
  }

  @Override
  public List<Told> entries(long from, int limit) {
    current();
    return sight.entries(from, limit);
  }

  @Override
  public List<Told> history(Alias alias, boolean everything, long before, int limit) {
    see(alias);
    return inner.history(alias, everything, before, limit);
  }

  @Override
  public Optional<Told> resolve(String address) {
    see(Address.parse(address, clock.instant()).alias());
    return inner.resolve(address);
  }

  @Override
  public List<Found> search(String what, int limit) {
    current();
    return sight.search(what, limit);
  }

  @Override
  public Compared diff(String range) {
    var both = Range.parse(range, clock.instant());
    see(both.before().alias());
    see(both.after().alias());
    return inner.diff(range);
  }

  @Override
  public Verification verify(Alias alias, boolean registry) {
    see(alias);
    return inner.verify(alias, registry);
  }

  @Override
  public Evidence evidence(Alias alias) throws InterruptedException {
    see(alias);
    return inner.evidence(alias).naming(sight::of);
  }

  @Override
  public Report readiness(@Nullable Alias alias, boolean look) throws InterruptedException {
    if (alias == null) {
      if (look) {
        needGlobal(Right.SETTLE);
      }
      current();
      return sight.any()
          ? inner.readiness(null, look).only(sight::of)
          : new Report(null, List.of(), List.of());
    }
    if (look) {
      needAny(alias, Right.SETTLE, Right.PROMOTE, Right.ROLLBACK, Right.ADOPT);
    } else {
      see(alias);
    }
    return inner.readiness(alias, look);
  }

  @Override
  public List<Target> targets(Alias alias) {
    see(alias);
    return inner.targets(alias);
  }

  @Override
  public Checked check(Alias alias) throws InterruptedException {
    needAny(alias, Right.SETTLE, Right.PROMOTE, Right.ROLLBACK, Right.ADOPT);
    return inner.check(alias);
  }

  @Override
  public SentinelStatus sentinel() {
    needSight();
    return seen(inner.sentinel());
  }

  @Override
  public SentinelStatus resumeSentinel(Ask ask) {
    needGlobal(Right.ADMIN);
    return seen(inner.resumeSentinel(Asked.of(ask, identity, powers(List.of(), false))));
  }

  /// As far as the aliases go that the asker may see; why it is off may name another one.
  private SentinelStatus seen(SentinelStatus status) {
    return new SentinelStatus(
        status.watching(),
        status.restoring(),
        seesAll() ? status.why() : null,
        status.since(),
        status.processes(),
        status.looks().stream().filter(look -> sight.of(look.alias())).toList());
  }

  private boolean seesAll() {
    return held.may(Right.ADMIN, null).allowed() || held.may(Right.AUDIT, null).allowed();
  }

  @Override
  public List<Alias> unfinished() {
    current();
    return sight.any() ? inner.unfinished().stream().filter(sight::of).toList() : List.of();
  }

  @Override
  public boolean report(ClusterReport report) {
    current();
    var cluster = Right.cluster(report.cluster());
    var decided = held.may(Right.REPORT, cluster);
    if (!decided.allowed()) {
      throw forbidden(Right.REPORT, cluster.toString(), decided);
    }
    return inner.report(report);
  }

  @Override
  public List<ClusterSeen> clusters() {
    needSight();
    var all = inner.clusters();
    // A problem may hold addresses of an API, and what a plugin for credentials said.
    return seesAll() ? all : all.stream().map(Guarded::withoutDetail).toList();
  }

  private static ClusterSeen withoutDetail(ClusterSeen seen) {
    return seen.problem() == null
        ? seen
        : new ClusterSeen(
            seen.cluster(),
            seen.heard(),
            seen.claimed(),
            seen.stale(),
            seen.via(),
            seen.sources(),
            "it could not look at everything: why is told to whoever has admin or audit");
  }

  @Override
  public boolean forgetCluster(String cluster) {
    needGlobal(Right.ADMIN);
    return inner.forgetCluster(cluster);
  }

  @Override
  public Delivery.Report deliver(int limit) {
    needGlobal(Right.ADMIN);
    return inner.deliver(limit);
  }

  @Override
  public long pending() {
    needSight();
    return inner.pending();
  }

  @Override
  public LogHead head() {
    needSight();
    return inner.head();
  }

  @Override
  public void close() {
    // What is guarded serves others too.
  }

  /// @throws ForbiddenException if the credentials have expired: a stream of events may outlive
  ///   them
  private void current() {
    var expires = identity.expires();
    if (expires != null && !clock.instant().isBefore(expires)) {
      throw new ForbiddenException(
          Right.READ.label(), "everything", "the credentials have expired: sign in again");
    }
  }

  private void see(Alias alias) {
    current();
    if (!sight.of(alias)) {
      throw unseen(alias);
    }
    sight.known(alias);
  }

  private void need(Right right, Alias alias) {
    needAny(alias, right);
  }

  /// One of these rights on an alias; the first is the one that is named where there is none.
  private void needAny(Alias alias, Right... any) {
    see(alias);
    for (var right : any) {
      if (held.may(right, alias).allowed()) {
        return;
      }
    }
    throw forbidden(any[0], alias.toString(), held.may(any[0], alias));
  }

  /// The right to the move that an authorisation is for.
  private void needForMove(Alias alias, long intent) {
    inner
        .entry(intent)
        .map(told -> told.entry().event())
        .filter(event -> alias.equals(event.stream().alias()))
        .map(Event::intent)
        .ifPresent(it ->
            need(
                switch (it.kind()) {
                  case ROLLBACK -> Right.ROLLBACK;
                  case PROMOTION -> Right.PROMOTE;
                  default -> Right.ADOPT;
                },
                alias));
  }

  private void needGlobal(Right... any) {
    current();
    for (var right : any) {
      if (held.may(right, null).allowed()) {
        return;
      }
    }
    throw forbidden(any[0], "everything", held.may(any[0], null));
  }

  private void needSight() {
    current();
    if (!sight.any()) {
      throw forbidden(Right.READ, "everything", Decided.no("nothing allows it anywhere"));
    }
  }

  /// A block is one in every environment of an application.
  private void needEverywhere(String application) {
    current();
    Alias.application(application);
    var all =
        rights.aliases().stream().filter(alias -> alias.application().equals(application)).toList();
    if (all.stream().noneMatch(sight::of)) {
      throw new ForbiddenException(
          Right.READ.label(),
          application,
          "%s is not there, or you may not read it".formatted(application));
    }
    for (var alias : all) {
      var decided = held.may(Right.BLOCK, alias);
      if (!decided.allowed()) {
        throw forbidden(
            Right.BLOCK,
            application,
            Decided.no("a block is one in every environment, and %s".formatted(decided.why())));
      }
    }
  }

  private static ForbiddenException forbidden(Right right, String on, Decided decided) {
    return new ForbiddenException(
        right.label(),
        on,
        "%s on %s is not allowed to you: %s (tagtrail can-i)"
            .formatted(right.label(), on, decided.why()));
  }

  private Ask asked(Alias alias, Ask ask) {
    var overrides = ask.powers().overrides();
    if (!overrides.isEmpty()) {
      need(Right.OVERRIDE, alias);
    }
    return Asked.of(
        ask, identity, powers(overrides, held.may(Right.ROLLBACK_PAST_ADMISSION, alias).allowed()));
  }

  private Powers powers(List<String> overrides, boolean pastAdmission) {
    return new Powers(
        pastAdmission,
        overrides,
        identity.groups().stream().sorted().toList(),
        identity.linked(),
        identity.account());
  }
}
