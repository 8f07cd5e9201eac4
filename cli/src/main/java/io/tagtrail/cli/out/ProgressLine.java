package io.tagtrail.cli.out;

import io.tagtrail.core.model.Text;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Says what lasts longer than a second: on a terminal one line that is drawn again, elsewhere a
/// line every few seconds. Nothing at all where it is over sooner.
public final class ProgressLine implements AutoCloseable {
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
  private static final long REDRAW = Duration.ofMillis(250).toNanos();
  private static final long NEXT_LINE = Duration.ofSeconds(5).toNanos();

  private static final long FEWEST_BYTES = 100_000;

  private final PrintWriter err;
  private final boolean terminal;
  private final int columns;
  private @Nullable Thread ticker;
  private long began;
  private long last;
  private boolean drawn;
  private boolean ended;
  private String what = "waiting";
  private long done;
  private long total;

  public ProgressLine(PrintWriter err, boolean terminal, int columns) {
    this.err = err;
    this.terminal = terminal;
    this.columns = columns;
  }

  /// Starts to count, on the clock of this machine.
  public synchronized void start(String doing) {
    began(doing, System.nanoTime());
    if (ticker == null) {
      ticker =
          Thread.ofPlatform()
              .daemon()
              .name("progress")
              .start(() -> {
                try {
                  while (isGoing()) {
                    Thread.sleep(Duration.ofMillis(250));
                    tick(System.nanoTime());
                  }
                } catch (InterruptedException e) {
                  // Closed: there is nothing more to say.
                  Thread.currentThread().interrupt();
                }
              });
    }
  }

  synchronized void began(String doing, long nanos) {
    what = doing;
    began = nanos;
    last = nanos;
  }

  /// What is being done now; with a total, how far.
  public synchronized void at(String doing, long newDone, long newTotal) {
    what = doing;
    done = newDone;
    total = newTotal;
  }

  synchronized void tick(long nanos) {
    if (ended || nanos - began < PATIENCE) {
      return;
    }
    if (nanos - last < (terminal ? REDRAW : NEXT_LINE) && (drawn || terminal)) {
      return;
    }
    last = nanos;
    var line = Columns.clip(Text.printable(text((nanos - began) / 1_000_000_000)), columns - 1);
    err.print(terminal ? "\r\u001b[K" + line : line + "\n");
    err.flush();
    drawn = true;
  }

  private synchronized boolean isGoing() {
    return !ended;
  }

  private String text(long seconds) {
    return what + share() + " … " + seconds + " s";
  }

  /// Whether bytes or parts are counted is not told; nothing has so many parts as the smallest copy
  /// has bytes.
  private String share() {
    if (total <= 0) {
      return "";
    }
    return total < FEWEST_BYTES
        ? " %d of %d".formatted(done, total)
        : " %d%% (%s of %s)".formatted(100 * done / total, size(done), size(total));
  }

  private static String size(long bytes) {
    return bytes < 10_000_000 ? (bytes + 999) / 1000 + " kB" : bytes / 1_000_000 + " MB";
  }

  /// Takes the line away.
  @Override
  public synchronized void close() {
    ended = true;
    if (ticker != null) {
      ticker.interrupt();
    }
    if (drawn && terminal) {
      err.print("\r\u001b[K");
      err.flush();
      drawn = false;
    }
  }
}
