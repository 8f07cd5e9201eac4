package io.tagtrail.process;

import io.tagtrail.cli.CliContext;
import io.tagtrail.cli.LocalBackend;
import io.tagtrail.cli.Main;
import io.tagtrail.core.promotion.Step;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The command line, in a process that kills itself with SIGKILL when a named step is done.
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
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
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
