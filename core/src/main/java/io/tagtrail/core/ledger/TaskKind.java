package io.tagtrail.core.ledger;

import java.util.Locale;

/// What the outbox can hold.
public enum TaskKind {
  /// Attach the event to its bundle as a referrer.
  ATTACH,
  /// Tell those who are to look sooner: Flux's receivers, webhooks.
  NUDGE;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static TaskKind parse(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
