package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.registry.RegistryException;
import java.util.Optional;

/// Whether a move may be made as far as other ledgers go, and what becomes of the marker.
///
/// @param check what the event says of it; empty where there is nothing to say
/// @param places whether the move writes this ledger's marker
/// @param must whether it is not made where the marker cannot be written
record Claiming(Optional<Check> check, boolean places, boolean must) {
  /// Whether it takes the place of another marker.
  boolean isTakeOver() {
    return places && check.filter(each -> each.result() == Result.PASS).isPresent();
  }

  private static final Claiming OURS = new Claiming(Optional.empty(), false, false);

  /// @throws RegistryException if a forward move cannot find out
  static Claiming of(Claims claims, MoveRequest request, Preparation it) {
    var state = it.state();
    boolean usual =
        state.isGoverned()
            && !state.movedOutside()
            && (it.kind() == EventKind.PROMOTION || it.kind() == EventKind.ROLLBACK);
    var holder = usual ? claims.recall(it.location()) : claims.ask(it.location());
    boolean takesOver = request.aim().takesOver();
    return switch (holder) {
      case Claims.Holder.Ours ours -> OURS;
      case Claims.Holder.Nobody nobody ->
          new Claiming(Optional.empty(), true, takesOver || !state.isGoverned());
      case Claims.Holder.Other other when takesOver ->
          new Claiming(
              said(Result.PASS, "taken over from the ledger " + other.origin()), true, true);
      case Claims.Holder.Other other ->
          new Claiming(said(Result.FAIL, foreign(it, other.origin())), false, false);
      case Claims.Holder.Unclear unclear -> unclear(it, takesOver, unclear);
    };
  }

  /// Whoever may push can write a false marker, and the way back must not wait for a policy then:
  /// what is no marker at all stops no rollback.
  private static String foreign(Preparation it, String origin) {
    var governed = it.state().governed();
    var takeOver = takeOver(it);
    if (it.kind() == EventKind.ROLLBACK && governed != null) {
      return "%s is governed by another ledger, %s, as %s says: ask there. If that marker is false: %s; or, at once: crane tag %s %s, then roll back again"
          .formatted(
              it.location(),
              origin,
              it.location().marker().tag(),
              takeOver,
              it.location().keep(governed.sequence()),
              it.location().marker().tag());
    }
    return "%s is governed by another ledger, %s, as %s says: ask there, or take it over on purpose (%s)"
        .formatted(it.location(), origin, it.location().marker(), takeOver);
  }

  private static String takeOver(Preparation it) {
    return "tagtrail adopt %s --take-over --reason …".formatted(it.state().alias());
  }

  /// Rollback is not kept from going by what cannot be found out. What holds no ledger's name is
  /// replaced by whoever governs the alias goes back, so that the next promotion finds its marker.
  private static Claiming unclear(
      Preparation it, boolean takesOver, Claims.Holder.Unclear unclear) {
    var cause = unclear.cause();
    if (it.kind() == EventKind.ROLLBACK) {
      return new Claiming(said(Result.UNKNOWN, unclear.why()), cause == null, false);
    }
    if (cause != null) {
      throw cause;
    }
    return takesOver
        ? new Claiming(said(Result.PASS, "something that was no marker is replaced"), true, true)
        : new Claiming(
            said(Result.FAIL, "%s (%s)".formatted(unclear.why(), takeOver(it))), false, false);
  }

  private static Optional<Check> said(Result result, String detail) {
    return Optional.of(new Check(Claims.CHECK, Guard.SAFETY, result, detail));
  }
}
