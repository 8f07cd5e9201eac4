package io.tagtrail.cli;

import io.tagtrail.core.model.Alias;
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
      case AUTHORISED -> arm(this::say);
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

  /// A move is on record, and something else lasts.
  synchronized void stands(Alias alias) {
    disarm();
    arm(() -> sayStands(alias));
  }

  private void sayStands(Alias alias) {
    err.println();
    err.println("interrupted: the move stands; whether the clusters run it is not known here");
    err.println("next: see how far they are:");
    err.println("tagtrail get " + alias);
    err.flush();
  }

  private void arm(Runnable say) {
    if (hook == null) {
      var thread = new Thread(say, "interruption");
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
