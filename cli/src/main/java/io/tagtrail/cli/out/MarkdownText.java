package io.tagtrail.cli.out;

import io.tagtrail.core.model.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CommonMark with tables. Every text is made printable and escaped here: a release label is no
/// markup, and no link.
public final class MarkdownText {
  /// Punctuation that means something to CommonMark inside a line, or to HTML.
  private static final String MARKUP = "\\`*_[]<>|~&";

  private final StringBuilder out = new StringBuilder();
  private boolean inList;

  public MarkdownText heading(int level, String text) {
    apart();
    out.append("#".repeat(level)).append(' ').append(escaped(text)).append('\n');
    return this;
  }

  public MarkdownText paragraph(String text) {
    apart();
    out.append(escaped(text)).append('\n');
    return this;
  }

  /// One of a list.
  public MarkdownText item(@Nullable String label, String text) {
    if (!inList) {
      apart();
    }
    inList = true;
    out.append("- ");
    if (label != null) {
      out.append("**").append(escaped(label)).append("** ");
    }
    out.append(escaped(text)).append('\n');
    return this;
  }

  /// Lines that nothing in them ends early. What cannot be shown is written out.
  public MarkdownText code(String language, String lines) {
    apart();
    var fence = "```";
    while (lines.contains(fence)) {
      fence += "`";
    }
    out.append(fence).append(language).append('\n');
    lines.lines().forEach(line -> out.append(Text.printable(line)).append('\n'));
    out.append(fence).append('\n');
    return this;
  }

  public MarkdownText table(List<String> head, List<List<String>> rows) {
    apart();
    row(head);
    out.append("|").append("---|".repeat(head.size())).append('\n');
    rows.forEach(this::row);
    return this;
  }

  private void row(List<String> cells) {
    out.append('|');
    cells.forEach(cell -> out.append(' ').append(escaped(cell)).append(" |"));
    out.append('\n');
  }

  private void apart() {
    inList = false;
    if (!out.isEmpty()) {
      out.append('\n');
    }
  }

  public String text() {
    return out.toString();
  }

  static String escaped(String text) {
    var safe = new StringBuilder();
    Text.printable(text)
        .codePoints()
        .forEach(c -> {
          if (MARKUP.indexOf(c) >= 0) {
            safe.append('\\');
          }
          safe.appendCodePoint(c);
        });
    var line = safe.toString();
    // What would begin a list, a heading or a rule.
    return line.matches("(?s)(?:[-+#=]|\\d{1,9}[.)]).*") ? escapedFirst(line) : line;
  }

  private static String escapedFirst(String line) {
    int mark = 0;
    while (mark < line.length() && Character.isDigit(line.charAt(mark))) {
      mark++;
    }
    return line.substring(0, mark) + "\\" + line.substring(mark);
  }
}
