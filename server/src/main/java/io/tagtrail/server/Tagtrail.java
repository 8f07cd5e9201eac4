package io.tagtrail.server;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.inside.Compared;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.retention.Target;
import io.tagtrail.server.sentinel.SentinelStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that can be asked of Tagtrail, over a local ledger or over a server: the command line
/// knows nothing else.
///
/// Every method throws `RegistryException` or `LedgerException` when one of them does not answer,
/// and `InvalidValueException` for input that means nothing; its message is for the person who
/// typed it, [ForbiddenException] where the asker is known and may not.
public interface Tagtrail extends AutoCloseable {
  /// The alias that a text names: `shop/prod`, or a location that is configured or known
  /// (`ghcr.io/acme/shop:prod`, with or without `oci://`).
  Alias alias(String text);

  /// Where the configuration has the alias; empty where it does not name it. The ledger may have it
  /// elsewhere.
  Optional<Location> configured(Alias alias);

  /// Promotes a bundle.
  ///
  /// @param source a reference (`oci://registry/repo:tag`, `…@sha256:…`),
  ///   `oci-layout:folder[:tag|@digest]`, an alias of the same application (`shop/preprod`), or
  ///   `:tag` / `@digest` at the alias's own repository
  Outcome promote(Alias alias, String source, boolean allowOlder, Ask ask)
      throws InterruptedException;

  /// Rolls back.
  ///
  /// @param to `1.4.1`, `#41`, `~1`, `@{…}`, a digest or its beginning; null for the computed
  ///   target
  Outcome rollback(Alias alias, @Nullable String to, Ask ask) throws InterruptedException;

  /// Takes an existing tag into the ledger.
  ///
  /// @param previous a digest or tag that was live before, by the adopter's word
  Outcome adopt(Alias alias, @Nullable String previous, Ask ask) throws InterruptedException;

  /// Takes an alias into the ledger that another ledger governs, on purpose: the marker beside the
  /// tag names this one from then on, and the other refuses moves. Needs a reason.
  Outcome takeOver(Alias alias, Ask ask) throws InterruptedException;

  /// Moves the alias, with its bundle, from where the ledger has it to where configuration has it.
  Outcome relocate(Alias alias, Ask ask) throws InterruptedException;

  /// Records a move that the asker has written itself (`write: caller`), after reading it back.
  ///
  /// @param intent the entry of its authorisation
  Outcome confirm(Alias alias, long intent, Ask ask) throws InterruptedException;

  /// Gives up a move that the asker was to write.
  ///
  /// @param intent the entry of its authorisation
  Outcome cancel(Alias alias, long intent, Ask ask) throws InterruptedException;

  /// Approves a move of an alias, before it is asked for.
  ///
  /// @param bundle a digest or its beginning, a release label, `~1`, `#7`, another alias of the
  ///   application; null: the approvals that rollbacks of the alias owe
  /// @param requester who is to move it: `issuer|subject` of a workload, the name of a person;
  ///   null: whoever was last refused with this bundle
  /// @param ttl how long it can be used; null: as long as the policy says, which is also the
  ///   longest
  Approving.Result approve(
      Alias alias,
      @Nullable String bundle,
      @Nullable String requester,
      @Nullable Duration ttl,
      Ask ask);

  Stops.Result hold(Alias alias, Stop.Scope scope, @Nullable Instant until, Ask ask);

  Stops.Result unhold(Alias alias, Ask ask);

  /// Blocks a bundle for all environments of an application.
  ///
  /// @param bundle a digest, the beginning of one that was live there (7 digits or more), or
  ///   `shop/prod#41`, `shop/prod~1` and the like
  Stops.Result block(String application, String bundle, Ask ask);

  Stops.Result unblock(String application, String bundle, Ask ask);

  /// What holds for an alias.
  Rules rules(Alias alias);

  /// What making this process's policy the active one would change.
  PolicyPreview previewPolicy();

  /// Makes this process's policy the active one.
  ///
  /// @return the event of it; empty if it is active already
  Optional<Entry> applyPolicy(Ask ask);

  /// What the asker may do.
  ///
  /// @param alias where; null: at all
  List<Permission> canI(@Nullable Alias alias);

  /// Who the asker is taken for.
  Who whoAmI();

  /// Everything about one alias.
  ///
  /// @param ask whether the registry is asked
  Status status(Alias alias, boolean ask);

  /// Every alias that is configured or in the ledger, in order of application and of the
  /// environments' graph, without rollback targets.
  List<Status> board(boolean ask);

  /// The entry at an index, with its texts.
  Optional<Told> entry(long index);

  /// The entry with its texts.
  Told tell(Entry entry);

  /// The entries from an index on, in order, with their texts.
  List<Told> entries(long from, int limit);

  /// The changes of an alias, newest first, with a sequence less than `before`; with `everything`,
  /// all its entries with an index less than `before`.
  List<Told> history(Alias alias, boolean everything, long before, int limit);

  /// What an address (`shop/prod~1`, `#7`, `@{2.hours.ago}`) names.
  Optional<Told> resolve(String address);

  /// Where a digest, a commit (of both, 7 digits or more) or a pipeline id was live, newest first.
  List<Found> search(String what, int limit);

  /// What differs inside of two bundles, and what going back from the later to the earlier would
  /// not undo.
  ///
  /// @param range `shop/prod~1..shop/prod`, `shop/preprod..shop/prod`, `shop/prod#3..#7`; an alias
  ///   alone stands for the bundle before and the one that is governed now
  Compared diff(String range);

  /// Verifies the entries of an alias, and the records on its bundles if `registry`. A registry
  /// that does not answer is an exception: it says nothing about the records.
  Verification verify(Alias alias, boolean registry);

  /// All that shows how safe an alias is, and can be seen from where the ledger is: looked at now,
  /// with a rehearsal of its rollback. Nothing is written.
  Evidence evidence(Alias alias) throws InterruptedException;

  /// Whether aliases can go back.
  ///
  /// @param alias this one; null: all that are governed
  /// @param look whether registries are asked now, and what is lost is recorded; else it is what
  ///   was found last
  Report readiness(@Nullable Alias alias, boolean look) throws InterruptedException;

  /// The bundles that an alias needs to keep, newest first: the one that governs, and those that it
  /// could go back to, as far as the ledger alone can say.
  List<Target> targets(Alias alias);

  /// Looks at an alias's tag now: settles what is unfinished, records an outside move.
  Checked check(Alias alias) throws InterruptedException;

  /// What watches for outside moves, and what it saw.
  SentinelStatus sentinel();

  /// Lets what is governed be brought back by itself again, after somebody has looked at what
  /// happened while the ledger was away. Needs a reason.
  SentinelStatus resumeSentinel(Ask ask);

  /// The aliases with an unfinished move.
  List<Alias> unfinished();

  /// Works off the outbox, as far as it is due.
  Delivery.Report deliver(int limit);

  /// How many tasks of the outbox are pending.
  long pending();

  LogHead head();

  /// Takes what a cluster says of itself.
  ///
  /// @return whether it counts: false for a report that is older than what is known
  boolean report(ClusterReport report);

  /// The clusters that report, by name.
  List<ClusterSeen> clusters();

  /// Forgets a cluster that is gone for good. One that reports again is known again.
  ///
  /// @return whether it was known
  boolean forgetCluster(String cluster);

  @Override
  void close();
}
