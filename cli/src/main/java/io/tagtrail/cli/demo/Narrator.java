package io.tagtrail.cli.demo;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Prints the story: chapters, what is typed, what the verbs print.
final class Narrator {
  private final PrintWriter out;
  private final boolean bold;
  private final PrintWriter hidden =
      new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  private boolean shown = true;
  private int chapter;

  Narrator(PrintWriter out, boolean bold) {
    this.out = out;
    this.bold = bold;
  }

  void chapter(String title) {
    out.println();
    var line = ++chapter + ". " + title;
    out.println(bold ? "\033[1m" + line + "\033[0m" : line);
    out.println();
  }

  void say(String text) {
    out.println("  " + text);
  }

  void typed(String command) {
    out.println("$ " + command);
  }

  void show(boolean verbs) {
    shown = verbs;
  }

  /// Whether what the verbs print is part of the story now.
  boolean shows() {
    return shown;
  }

  /// Where a verb prints to.
  PrintWriter verbs() {
    return shown ? out : hidden;
  }

  static String quoted(List<String> arguments) {
    return arguments.stream()
        .map(a -> a.matches("[A-Za-z0-9_./:@#~=-]+") ? a : "'" + a.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
