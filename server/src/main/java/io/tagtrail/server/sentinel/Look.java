package io.tagtrail.server.sentinel;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the newest look at an alias's tag showed.
///
/// @param at when; null where this process has not looked yet
/// @param detail what there is to say more; null where there is nothing
public record Look(Alias alias, @Nullable Instant at, Result result, @Nullable String detail) {
  private static final int DETAIL_BYTES = 600;

  /// What a look can show.
  public enum Result {
    /// Nobody has looked yet, or another process of the same ledger looks.
    NOT_YET,
    /// The tag is what the ledger says.
    AS_RECORDED,
    /// It is something else, and is looked at again before anybody calls it a move.
    DIFFERS,
    /// It is moved outside, and that is on record.
    MOVED_OUTSIDE,
    /// A move is under way.
    UNFINISHED,
    /// The registry did not answer.
    AWAY,
    /// The ledger did not answer.
    LEDGER_AWAY;

    /// As it stands in JSON and in metrics: `as-recorded`.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Result parse(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  public Look {
    detail = detail == null ? null : Text.clipped(detail, DETAIL_BYTES);
  }
}
