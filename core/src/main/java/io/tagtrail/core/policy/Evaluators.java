package io.tagtrail.core.policy;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The port to what a policy asks and the domain cannot answer by itself: calendars, expressions,
/// signatures. Nothing here throws: what cannot be answered is [Said.Unknown] (or
/// [Windows.Closed]), and a check without an answer fails.
public interface Evaluators {
  /// Whether forward moves go through now, by the windows of an environment.
  Windows windows(List<Window> windows, Instant now);

  /// Whether an expression is true.
  ///
  /// @param variables `event`, `bundle` and `history`; see [Variables]
  Said expression(Expression rule, Json.Obj variables);

  /// Whether a bundle carries a signature by one of the keys of a rule, in a repository.
  Said signed(SignatureRule rule, Repository repository, Digest bundle);

  /// What the windows say.
  sealed interface Windows {
    /// Moves go through.
    ///
    /// @param closes when they next do not; null where that is not foreseeable
    record Open(@Nullable Instant closes) implements Windows {}

    /// Moves do not go through.
    ///
    /// @param by the window that denies; null where none is open that allows
    /// @param why a sentence for people
    /// @param opens when they next go through; null where that is not foreseeable
    record Closed(@Nullable Window by, String why, @Nullable Instant opens) implements Windows {}
  }

  /// An answer.
  sealed interface Said {
    record Yes() implements Said {}

    record No(String why) implements Said {}

    record Unknown(String why) implements Said {}
  }

  /// Answers nothing: for a process that has no evaluators, where no policy should ask.
  Evaluators NONE =
      new Evaluators() {
        private static final String WHY = "this process cannot evaluate it";

        @Override
        public Windows windows(List<Window> windows, Instant now) {
          return windows.isEmpty() ? new Windows.Open(null) : new Windows.Closed(null, WHY, null);
        }

        @Override
        public Said expression(Expression rule, Json.Obj variables) {
          return new Said.Unknown(WHY);
        }

        @Override
        public Said signed(SignatureRule rule, Repository repository, Digest bundle) {
          return new Said.Unknown(WHY);
        }
      };
}
