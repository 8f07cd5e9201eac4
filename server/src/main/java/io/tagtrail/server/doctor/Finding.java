package io.tagtrail.server.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the evidence says of one item.
///
/// @param why one sentence
/// @param next what would prove it, concretely; null where it is proven
public record Finding(
    Item item, Verdict verdict, String why, List<Proof> evidence, @Nullable String next) {
  public Finding {
    evidence = List.copyOf(evidence);
  }

  /// The three that there are. What is not known is not proven, and is not called broken either.
  public enum Verdict {
    PROVEN,
    NOT_PROVEN,
    UNKNOWN;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// One thing that was looked at.
  ///
  /// @param looked at what
  /// @param showed what it showed
  public record Proof(String looked, Instant when, String showed) {}

  public boolean isProven() {
    return verdict == Verdict.PROVEN;
  }
}
