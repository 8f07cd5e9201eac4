package io.tagtrail.cli;

import io.tagtrail.core.promotion.Step;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// What is said when a person ends the process (Ctrl-C) while a move is authorised and has no
/// outcome yet: silence would look as if nothing had happened.
final class Interruption {
  private final PrintWriter err;
  private @Nullable Thread hook;

  Interruption(PrintWriter err) {
    this.err = err;
  }

  /// Follows the steps of a move.
  synchronized void reached(Step step) {
    switch (step) {
      case AUTHORISED -> arm();
      case COMMITTED -> disarm();
      default -> {}
    }
  }

  /// The verb ends by itself: it says how.
  synchronized void disarm() {
    var armed = hook;
    hook = null;
    if (armed != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(armed);
      } catch (IllegalStateException e) {
        // The process is ending already, and the hook speaks for itself.
        hook = armed;
      }
    }
  }

  private void arm() {
    if (hook == null) {
      var thread = new Thread(this::say, "interruption");
      Runtime.getRuntime().addShutdownHook(thread);
      hook = thread;
    }
  }

  private void say() {
    err.println();
    err.println(
        "interrupted: the move was authorised, and its write may have landed or still land");
    err.println("next: once it is settled, its outcome is on record:");
    err.println("tagtrail settle");
    err.flush();
  }
}
