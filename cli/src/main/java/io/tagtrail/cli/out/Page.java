package io.tagtrail.cli.out;

import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.List;

/// Text for a terminal, never wider than it may be. Every text that is put on it is made printable
/// here, so that no caller can forget: what comes from outside can neither move the cursor nor
/// break the layout.
public final class Page {
  /// The width of the column of labels.
  public static final int LABEL = 9;

  private final int columns;
  private final boolean colours;
  private final List<String> lines = new ArrayList<>();

  public Page(int columns, boolean colours) {
    this.columns = columns;
    this.colours = colours;
  }

  public int columns() {
    return columns;
  }

  public Page line(String text) {
    return line(Style.PLAIN, text);
  }

  public Page line(Style style, String text) {
    for (var part : Wrap.words(Text.printable(text), columns)) {
      lines.add(style.of(part, colours));
    }
    return this;
  }

  /// A line that begins `indent` columns in.
  public Page indented(int indent, String text) {
    for (var part : Wrap.words(Text.printable(text), columns - indent)) {
      lines.add(" ".repeat(indent) + part);
    }
    return this;
  }

  public Page row(String label, String text) {
    return row(label, Style.PLAIN, text);
  }

  /// A label, and a text beside it.
  public Page row(String label, Style style, String text) {
    var shown = Style.BOLD.of(Columns.pad(label, LABEL), colours);
    for (var part : Wrap.words(Text.printable(text), columns - LABEL)) {
      lines.add((shown + style.of(part, colours)).stripTrailing());
      shown = " ".repeat(LABEL);
    }
    return this;
  }

  /// Further text under a row.
  public Page more(String text) {
    return row("", text);
  }

  public Page blank() {
    lines.add("");
    return this;
  }

  public Page table(Table table) {
    lines.addAll(table.lines(columns, colours));
    return this;
  }

  /// A line whose spaces matter, cut where it is too wide.
  public Page code(Style style, String text) {
    lines.add(style.of(Columns.clip(Text.printable(text), columns), colours));
    return this;
  }

  /// A line for a program to read: in one piece, however wide.
  public Page whole(String text) {
    lines.add(Text.printable(text));
    return this;
  }

  /// A command to paste, as words that are quoted for a shell where they need it.
  public Page command(String... words) {
    var safe = List.of(words).stream().map(Text::printable).map(Shell::quote).toList();
    lines.addAll(Wrap.command(safe, columns));
    return this;
  }

  public String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
