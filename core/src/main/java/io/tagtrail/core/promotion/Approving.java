package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Requester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records approvals. It touches no registry. What could not count is not recorded: whoever is told
/// that it is on record may rely on it.
public final class Approving {
  private static final int ATTEMPTS = 16;
  private static final int MOST_PENDING = 32;
  private static final int LOOK_BACK = 200;

  private final Ledger ledger;
  private final Policy policy;
  private final Time time;

  public Approving(Ledger ledger, Policy policy, Time time) {
    this.ledger = ledger;
    this.policy = policy;
    this.time = time;
  }

  /// What came of it.
  public sealed interface Result {
    /// It is on record.
    record Recorded(Entry entry) implements Result {}

    /// The same approval, of the same person, is there already.
    record There(Entry entry) implements Result {}

    /// It would not count, or there is nothing to approve; nothing was recorded.
    record Refused(String why) implements Result {}
  }

  /// Approves a bundle for an alias: over what is live there now, under the active policy, for one
  /// requester.
  ///
  /// @param requester who is to move it: `issuer|subject` of a workload, the name of a person;
  ///   null: whoever was last refused with this bundle
  /// @param ttl how long it can be used; null: as long as the policy says, which is also the
  ///   longest
  public Result approve(
      Alias alias,
      Digest bundle,
      @Nullable String requester,
      Actor approver,
      Powers powers,
      @Nullable Duration ttl) {
    var gates = policy.rulesOrUsual(alias).gates();
    var name = approver.person();
    var lasts = ttl == null ? gates.approvalTtl() : ttl;
    var unfit = unfit(approver, powers);
    if (unfit.isPresent() || name == null) {
      return new Result.Refused(unfit.orElse("an approval needs the name of who gives it"));
    }
    if (lasts.isNegative() || lasts.isZero() || lasts.compareTo(gates.approvalTtl()) > 0) {
      return new Result.Refused(
          "an approval for %s can be used for up to %s, not %s"
              .formatted(alias, gates.approvalTtl(), lasts));
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var state = ledger.alias(alias);
      var asker = requester == null ? lastRefused(alias, bundle).orElse(null) : requester.strip();
      if (asker == null || asker.isEmpty()) {
        return new Result.Refused(
            "whose move is it for? Nobody was refused with %s at %s lately: say --for REQUESTER"
                .formatted(bundle.shortHex(), alias));
      }
      if (Requester.maybeSame(asker, name) || isBehind(powers, alias, bundle, asker)) {
        return new Result.Refused("whoever asks for a move cannot approve it");
      }
      var wanted = new Wanted(bundle, asker, name, lasts, groups(gates, powers));
      var there = there(state, wanted);
      if (there.isPresent()) {
        return new Result.There(there.get());
      }
      long pending = state.approvals().stream().filter(each -> each.holdsAt(time.now())).count();
      if (pending >= MOST_PENDING) {
        return new Result.Refused(
            "%d approvals of %s are pending already".formatted(pending, alias));
      }
      var recorded = record(state, wanted, approver, powers);
      if (recorded.isPresent()) {
        return new Result.Recorded(recorded.get());
      }
    }
    throw busy(alias);
  }

  private record Wanted(
      Digest bundle, String requester, String approver, Duration lasts, List<String> groups) {}

  private Optional<Entry> record(AliasState state, Wanted wanted, Actor actor, Powers powers) {
    var sides = new ArrayList<>(actor.sides());
    sides.addAll(powers.sides());
    var requester = SideRecord.of(Commitments.REQUESTER, wanted.requester());
    sides.add(requester);
    var commitments = Commitments.to(sides);
    var approval =
        new Approval(
            null,
            FactStatus.VERIFIED,
            Objects.requireNonNull(commitments.byField().get(Commitments.MOVER), "has a name"),
            wanted.bundle(),
            state.observedDigest(),
            Times.millis(time.now().plus(wanted.lasts())),
            policy.digest(),
            requester.commitment(),
            wanted.groups());
    var stream = state.alias().stream();
    var event =
        Event.of(EventKind.APPROVAL, stream, actor.request())
            .subject(wanted.bundle())
            .approvals(List.of(approval))
            .facts(actor.facts())
            .commitments(commitments)
            .build();
    return append(Batch.expecting(stream, state.version()).add(event).sides(sides).build());
  }

  /// The approver's groups, of those that the policy names: the others are nobody's business.
  private static List<String> groups(Gates gates, Powers powers) {
    return gates.approvals().stream()
        .map(ApprovalRule::group)
        .filter(Objects::nonNull)
        .distinct()
        .filter(powers.groups()::contains)
        .toList();
  }

  private Optional<Entry> there(AliasState state, Wanted wanted) {
    for (var each : state.approvals()) {
      boolean same =
          each.bundle().equals(wanted.bundle())
              && Objects.equals(each.expected(), state.observedDigest())
              && policy.digest().equals(each.policy())
              && each.groups().equals(wanted.groups())
              && each.holdsAt(time.now())
              && is(each.approver(), wanted.approver())
              && is(each.requester(), wanted.requester());
      if (same) {
        return ledger.entry(Objects.requireNonNull(each.entry(), "a pending one names its entry"));
      }
    }
    return Optional.empty();
  }

  private boolean is(@Nullable Digest commitment, String text) {
    return commitment != null
        && ledger.side(commitment).map(SideRecord::value).equals(Optional.of(text));
  }

  /// Whoever was last refused with a bundle.
  private Optional<String> lastRefused(Alias alias, Digest bundle) {
    return refusals(alias, bundle)
        .findFirst()
        .map(event -> Requester.id(event.facts().mover(), person(event)));
  }

  private java.util.stream.Stream<Event> refusals(Alias alias, Digest bundle) {
    return ledger.history(alias.stream(), Long.MAX_VALUE, LOOK_BACK).stream()
        .map(Entry::event)
        .filter(event -> event.kind() == EventKind.REFUSAL && bundle.equals(event.subject()));
  }

  /// Whether the approver is known to stand behind the asker, as whoever made its token. Where no
  /// refusal tells it now, the move will find it.
  private boolean isBehind(Powers powers, Alias alias, Digest bundle, String asker) {
    var account = powers.account();
    return account != null
        && refusals(alias, bundle)
            .filter(event -> asker.equals(Requester.id(event.facts().mover(), person(event))))
            .anyMatch(event -> account.equals(text(event, Commitments.ACCOUNT)));
  }

  private @Nullable String person(Event event) {
    return text(event, Commitments.MOVER);
  }

  private @Nullable String text(Event event, String field) {
    var commitment = event.commitments().byField().get(field);
    return commitment == null ? null : ledger.side(commitment).map(SideRecord::value).orElse(null);
  }

  /// Gives the approvals that rollbacks of an alias owe, those that this person can give.
  public Result approveOwed(Alias alias, Actor approver, Powers powers) {
    var unfit = unfit(approver, powers);
    var name = approver.person();
    if (unfit.isPresent() || name == null) {
      return new Result.Refused(unfit.orElse("an approval needs the name of who gives it"));
    }
    var gates = policy.rulesOrUsual(alias).gates();
    boolean anybody = gates.approvals().stream().anyMatch(rule -> rule.group() == null);
    if (gates.needed() > 0 && !anybody && groups(gates, powers).isEmpty()) {
      return new Result.Refused("none of your groups approves for " + alias);
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var state = ledger.alias(alias);
      if (state.owes().isEmpty()) {
        return new Result.Refused("no rollback of %s owes an approval".formatted(alias));
      }
      var payable =
          state.owes().stream()
              .filter(index -> isOfAnother(index, name, powers.account()))
              .limit(ATTEMPTS)
              .toList();
      if (payable.isEmpty()) {
        return new Result.Refused(
            "entry %d cannot be approved by you: you rolled back yourself, or nobody can tell who did"
                .formatted(state.owes().getFirst()));
      }
      var recorded = pay(state, payable, approver, gates, powers);
      if (recorded.isPresent()) {
        return new Result.Recorded(recorded.get());
      }
    }
    throw busy(alias);
  }

  private Optional<Entry> pay(
      AliasState state, List<Long> owed, Actor actor, Gates gates, Powers powers) {
    var sides = new ArrayList<>(actor.sides());
    sides.addAll(powers.sides());
    var commitments = Commitments.to(sides);
    var stream = state.alias().stream();
    var batch = Batch.expecting(stream, state.version()).sides(sides);
    for (long index : owed) {
      var change = ledger.entry(index).orElseThrow().event().needChange();
      var bundle = Objects.requireNonNull(change.digest(), "a rollback has a bundle");
      var approval =
          new Approval(
              index,
              FactStatus.VERIFIED,
              Objects.requireNonNull(commitments.byField().get(Commitments.MOVER), "has a name"),
              bundle,
              change.previous(),
              null,
              policy.digest(),
              null,
              groups(gates, powers));
      batch.add(
          Event.of(EventKind.APPROVAL, stream, actor.request())
              .subject(bundle)
              .approvals(List.of(approval))
              .facts(actor.facts())
              .commitments(commitments)
              .build());
    }
    return append(batch.build());
  }

  private boolean isOfAnother(long index, String name, @Nullable String account) {
    var event = ledger.entry(index).orElseThrow().event();
    if (event.commitments().byField().containsKey(Commitments.ACCOUNT)) {
      var behind = text(event, Commitments.ACCOUNT);
      if (behind == null || behind.equals(account)) {
        return false;
      }
    }
    if (event.facts().mover().kind() == Mover.Kind.WORKLOAD) {
      return true;
    }
    var mover = person(event);
    return mover != null && !Requester.maybeSame(mover, name);
  }

  private Optional<String> unfit(Actor approver, Powers powers) {
    if (!policy.digest().equals(ledger.policy().active())) {
      return Optional.of(
          "this process has another policy than the ledger: an approval would be bound to the wrong"
              + " one (tagtrail config apply)");
    }
    if (approver.mover().status() != FactStatus.VERIFIED) {
      return Optional.of(
          "an approval counts only where a token proves who gives it: ask a Tagtrail server");
    }
    boolean person = approver.mover().kind() == Mover.Kind.PERSON;
    return person && powers.linkedPerson()
        ? Optional.empty()
        : Optional.of("an approval counts only of an identity that is known to be one person's");
  }

  private Optional<Entry> append(Batch batch) {
    return switch (ledger.append(batch)) {
      case Appended.Committed committed -> Optional.of(committed.entries().getFirst());
      case Appended.Conflict conflict -> Optional.empty();
    };
  }

  private static LedgerException busy(Alias alias) {
    return new LedgerException(
        LedgerException.Kind.UNAVAILABLE,
        "others wrote to %s again and again; nothing was changed, try again".formatted(alias));
  }
}
