package io.tagtrail.core.ledger;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an alias is, by its entries: two heads, an unfinished move, the holds on it.
///
/// @param version the newest entry of the alias, [StreamState#NEVER] before the first
/// @param lastSequence the highest sequence that was ever given out, to a change or to an
///   authorisation
/// @param governed the last adoption, promotion or rollback
/// @param before the governed head before that, of another bundle: what it was
/// @param observed what the registry last resolved to, by the chain; equal to `governed` unless
///   moved outside
/// @param intent the unfinished move
/// @param recognised whether the alias stands where somebody used a keep-tag: nothing restores over
///   that
/// @param approvals the approvals that were given and can still be used, oldest first; each names
///   its own entry
/// @param owes the rollbacks that went past a missing approval, for which it is still owed
public record AliasState(
    Alias alias,
    long version,
    long lastSequence,
    @Nullable Location location,
    @Nullable Head governed,
    @Nullable Head before,
    @Nullable Head observed,
    @Nullable OpenIntent intent,
    List<ActiveStop> holds,
    boolean recognised,
    List<Approval> approvals,
    List<Long> owes)
    implements StreamState {
  public AliasState {
    holds = List.copyOf(holds);
    approvals = List.copyOf(approvals);
    owes = List.copyOf(owes);
  }

  public static AliasState empty(Alias alias) {
    return new AliasState(
        alias, NEVER, 0, null, null, null, null, null, List.of(), false, List.of(), List.of());
  }

  /// Whether Tagtrail has ever taken it into the ledger.
  public boolean isGoverned() {
    return governed != null;
  }

  /// The digest at the end of the chain; null before the first change and where the tag is gone.
  public @Nullable Digest observedDigest() {
    return observed == null ? null : observed.digest();
  }

  public @Nullable Digest governedDigest() {
    return governed == null ? null : governed.digest();
  }

  /// Whether the two heads differ: somebody moved the tag without Tagtrail.
  public boolean movedOutside() {
    return governed != null && !Objects.equals(governedDigest(), observedDigest());
  }

  /// The holds that still hold at this time.
  public List<ActiveStop> holdsAt(Instant now) {
    return holds.stream().filter(hold -> hold.holdsAt(now)).toList();
  }

  @Override
  public AliasState apply(Entry entry) {
    var event = entry.event();
    if (!alias.equals(event.stream().alias())) {
      throw new BrokenChainException(
          "entry %d is of %s, not of %s".formatted(entry.index(), event.stream(), alias));
    }
    if (entry.index() <= version) {
      throw broken(entry, "comes after entry " + version);
    }
    return switch (event.kind()) {
      case ADOPTION, PROMOTION, ROLLBACK, OUTSIDE_MOVE, RELOCATION, INDETERMINATE ->
          changed(entry, event.needChange());
      case AUTHORISATION -> authorised(entry, event.needChange());
      case ABANDONED -> {
        closes(entry);
        yield with(entry, lastSequence, null, holds, approvals, owes);
      }
      case HOLD -> held(entry, true);
      case UNHOLD -> held(entry, false);
      case APPROVAL -> {
        var given = event.approvals().isEmpty() ? null : event.approvals().getFirst();
        yield with(
            entry,
            lastSequence,
            intent,
            holds,
            Pending.given(approvals, given, entry),
            Pending.paid(owes, given, entry));
      }
      case REFUSAL, BREAK_GLASS, RETENTION_LOSS ->
          with(entry, lastSequence, intent, holds, approvals, owes);
      case BLOCK, UNBLOCK, POLICY_CHANGE ->
          throw broken(entry, "is a " + event.kind().label() + ", which no alias has");
    };
  }

  private AliasState held(Entry entry, boolean sets) {
    return with(entry, lastSequence, intent, ActiveStop.after(holds, entry, sets), approvals, owes);
  }

  private AliasState authorised(Entry entry, Change change) {
    if (intent != null) {
      throw broken(entry, "authorises while the intent of entry " + intent.index() + " is open");
    }
    isNext(entry, change);
    follows(entry, change);
    return with(
        entry,
        change.sequence(),
        OpenIntent.of(entry),
        holds,
        Pending.used(approvals, entry, observedDigest()),
        owes);
  }

  /// Whatever changes the alias drops the approvals that are pending: they were given over what was
  /// live before.
  private AliasState changed(Entry entry, Change change) {
    var event = entry.event();
    follows(entry, change);
    OpenIntent stillOpen = intent;
    if (event.settlement() != null) {
      closes(entry);
      stillOpen = null;
    } else {
      isNext(entry, change);
    }
    if (event.kind() == EventKind.INDETERMINATE
        && !Objects.equals(change.digest(), observedDigest())) {
      throw broken(entry, "is indeterminate and yet says what it changed to");
    }
    var head = Head.of(entry);
    boolean governs = event.kind().governs();
    // Seen from people, "before" is the last other bundle: adopting or restoring the same one again
    // hides nothing.
    Head newBefore =
        governs && governed != null && !Objects.equals(governed.digest(), head.digest())
            ? governed
            : before;
    boolean stays = event.kind() == EventKind.INDETERMINATE || event.kind() == EventKind.RELOCATION;
    return new AliasState(
        alias,
        entry.index(),
        Math.max(lastSequence, change.sequence()),
        change.location(),
        governs ? head : governed,
        newBefore,
        head,
        stillOpen,
        holds,
        stays ? recognised : change.note() == Change.Note.RECOGNISED_BREAK_GLASS,
        List.of(),
        Pending.owed(owes, entry));
  }

  /// Continuity: what an entry calls previous is what the chain holds.
  private void follows(Entry entry, Change change) {
    boolean claims = change.note() == Change.Note.CLAIMED_BEFORE_ADOPTION;
    if (observed == null && change.previous() != null && !claims) {
      throw broken(entry, "says that %s was before, and is the first".formatted(change.previous()));
    }
    if (observed != null && !Objects.equals(change.previous(), observed.digest())) {
      throw broken(
          entry, "says that %s was before, not %s".formatted(change.previous(), observed.digest()));
    }
  }

  /// Sequences are counted without a gap, but where an alias was taken over from another ledger:
  /// the keep-tags of the sequences between are that one's.
  private void isNext(Entry entry, Change change) {
    boolean mayBeHigher = change.note() == Change.Note.TAKEN_OVER;
    boolean next =
        mayBeHigher ? change.sequence() > lastSequence : change.sequence() == lastSequence + 1;
    if (!next) {
      throw broken(entry, "has sequence %d, not %d".formatted(change.sequence(), lastSequence + 1));
    }
  }

  private void closes(Entry entry) {
    var settlement = Objects.requireNonNull(entry.event().settlement(), "checked by the event");
    var change = entry.event().needChange();
    if (intent == null || intent.index() != settlement.intent()) {
      throw broken(entry, "closes an intent that is not open: entry " + settlement.intent());
    }
    if (intent.sequence() != change.sequence()) {
      throw broken(
          entry,
          "closes sequence %d with sequence %d".formatted(intent.sequence(), change.sequence()));
    }
    if (entry.event().kind().isMove()
        && (entry.event().kind() != intent.kind() || !intent.target().equals(change.bundle()))) {
      throw broken(entry, "is not what entry " + intent.index() + " authorised");
    }
  }

  private AliasState with(
      Entry entry,
      long sequence,
      @Nullable OpenIntent newIntent,
      List<ActiveStop> newHolds,
      List<Approval> newApprovals,
      List<Long> newOwes) {
    return new AliasState(
        alias,
        entry.index(),
        sequence,
        location,
        governed,
        before,
        observed,
        newIntent,
        newHolds,
        recognised,
        newApprovals,
        newOwes);
  }

  private BrokenChainException broken(Entry entry, String what) {
    Event event = entry.event();
    return new BrokenChainException(
        "entry %d (%s of %s) %s".formatted(entry.index(), event.kind().label(), alias, what));
  }

  @Override
  public Json toJson() {
    return new ObjectBuilder()
        .put("version", version)
        .put("lastSequence", lastSequence)
        .putText("location", location)
        .put("governed", governed == null ? null : governed.toJson())
        .put("before", before == null ? null : before.toJson())
        .put("observed", observed == null ? null : observed.toJson())
        .put("intent", intent == null ? null : intent.toJson())
        .putList("holds", holds, ActiveStop::toJson)
        .put("recognised", recognised)
        .putList("approvals", approvals, Approval::toJson)
        .putList("owes", owes, Json.Num::new)
        .build();
  }

  static AliasState fromJson(Alias alias, ObjectView view) {
    return new AliasState(
        alias,
        view.needNumber("version"),
        view.needNumber("lastSequence"),
        view.parsed("location", Location::parse),
        view.nested("governed", Head::fromJson),
        view.nested("before", Head::fromJson),
        view.nested("observed", Head::fromJson),
        view.nested("intent", OpenIntent::fromJson),
        view.objects("holds", ActiveStop::fromJson),
        view.flag("recognised"),
        view.objects("approvals", Approval::fromJson),
        view.numbers("owes"));
  }
}
