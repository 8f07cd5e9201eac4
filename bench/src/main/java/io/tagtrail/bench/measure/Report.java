package io.tagtrail.bench.measure;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// The report in Markdown, printed as it comes and kept whole.
public final class Report {
  private final StringBuilder text = new StringBuilder();
  private final PrintStream out;

  public Report(PrintStream out) {
    this.out = out;
  }

  public Report heading(String heading) {
    return line("").line("## " + heading).line("");
  }

  public Report line(String line) {
    text.append(line).append('\n');
    out.println(line);
    return this;
  }

  public Report table(String... columns) {
    return line("").row(List.of(columns)).row(List.of(columns).stream().map(c -> "---").toList());
  }

  public Report row(String... cells) {
    return row(List.of(cells));
  }

  public Report row(List<String> cells) {
    return line("| " + String.join(" | ", cells) + " |");
  }

  public String text() {
    return text.toString();
  }

  /// Milliseconds, with as many digits as say something.
  public static String ms(long nanos) {
    double ms = nanos / 1e6;
    return ms < 1
        ? String.format(Locale.ROOT, "%.3f ms", ms)
        : ms < 100
            ? String.format(Locale.ROOT, "%.2f ms", ms)
            : String.format(Locale.ROOT, "%.0f ms", ms);
  }

  public static String times(double ratio) {
    return String.format(Locale.ROOT, "%.2f×", ratio);
  }

  public static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
