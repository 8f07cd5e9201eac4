package io.tagtrail.cli.out;

import java.util.ArrayList;
import java.util.List;

/// Breaks text into lines of a bounded width.
final class Wrap {
  private Wrap() {}

  /// Breaks between words, and inside a word only where it is wider than a whole line.
  static List<String> words(String text, int columns) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      var rest = word;
      boolean first = line.isEmpty();
      if (Columns.of(line.toString()) + (first ? 0 : 1) + Columns.of(rest) <= columns) {
        line.append(first ? "" : " ").append(rest);
        continue;
      }
      if (!first) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (Columns.of(rest) > columns) {
        // A character wider than the line still has to go somewhere.
        int cut =
            Math.max(Columns.fitting(rest, columns), Character.charCount(rest.codePointAt(0)));
        lines.add(rest.substring(0, cut));
        rest = rest.substring(cut);
      }
      line.append(rest);
    }
    if (!line.isEmpty() || lines.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  /// Breaks a command so that it can still be pasted: a backslash at the end of a line makes the
  /// shell join the two. A word is broken only where it is wider than a line, and then without an
  /// indent, which would become part of it.
  static List<String> command(List<String> words, int columns) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : words) {
      var rest = word;
      int needed = Columns.of(line.toString()) + 1 + Columns.of(rest);
      if (!line.isEmpty() && needed > columns - 2) {
        lines.add(line + " \\");
        line.setLength(0);
        line.append("  ");
      } else if (!line.isEmpty()) {
        line.append(' ');
      }
      while (Columns.of(line.toString()) + Columns.of(rest) > columns - 2 && !quoted(rest)) {
        int cut = Columns.fitting(rest, columns - 2 - Columns.of(line.toString()));
        lines.add(line + rest.substring(0, cut) + "\\");
        line.setLength(0);
        rest = rest.substring(cut);
      }
      line.append(rest);
    }
    lines.add(line.toString());
    return lines;
  }

  /// Inside single quotes a backslash joins nothing; what is quoted here is short.
  private static boolean quoted(String word) {
    return word.startsWith("'");
  }
}
