package io.tagtrail.core.event;

import io.tagtrail.core.model.InvalidValueException;
import java.util.Locale;

/// The kinds of event. Those that change an alias's state carry its sequence; the others do not.
public enum EventKind {
  ADOPTION,
  PROMOTION,
  ROLLBACK,
  OUTSIDE_MOVE,
  RELOCATION,
  INDETERMINATE,
  AUTHORISATION,
  REFUSAL,
  APPROVAL,
  BLOCK,
  UNBLOCK,
  HOLD,
  UNHOLD,
  ABANDONED,
  BREAK_GLASS,
  RETENTION_LOSS,
  POLICY_CHANGE;

  /// Whether it changes what an alias is, and so stands in its chain.
  public boolean changesState() {
    return switch (this) {
      case ADOPTION, PROMOTION, ROLLBACK, OUTSIDE_MOVE, RELOCATION, INDETERMINATE -> true;
      default -> false;
    };
  }

  /// Whether it sets the governed head.
  public boolean governs() {
    return switch (this) {
      case ADOPTION, PROMOTION, ROLLBACK -> true;
      default -> false;
    };
  }

  /// Whether it is a move that is authorised first.
  public boolean isMove() {
    return governs() || this == RELOCATION;
  }

  /// The name in JSON, in the command line and for people: `outside-move`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static EventKind parse(String label) {
    for (var kind : values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new InvalidValueException("not a kind of event: " + label);
  }
}
