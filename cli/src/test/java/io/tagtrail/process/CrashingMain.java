package io.tagtrail.process;

import io.tagtrail.cli.CliContext;
import io.tagtrail.cli.LocalBackend;
import io.tagtrail.cli.Main;
import io.tagtrail.core.promotion.Step;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The command line, in a process that ends itself when a named step is done: with SIGKILL, or with
/// the signal in `CRASH_WITH`.
public final class CrashingMain {
  private CrashingMain() {}

  public static void main(String[] args) {
    var at = Step.valueOf(System.getenv("CRASH_AT"));
    var context =
        CliContext.system(
            new LocalBackend(step -> {
              if (step == at) {
                kill();
              }
            }));
    System.exit(Main.run(args, context));
  }

  private static void kill() {
    try {
      var signal = System.getenv().getOrDefault("CRASH_WITH", "KILL");
      new ProcessBuilder("kill", "-" + signal, Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
      Thread.sleep(60_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
