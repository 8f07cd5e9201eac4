package io.tagtrail.cli.out;

import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A table that fits: where its cells are too wide together, the widest columns give way.
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 3;

  private record Row(Style style, List<String> cells, List<String> notes) {}

  private final List<String> head;
  private final List<Row> rows = new ArrayList<>();

  public Table(String... head) {
    this.head = List.of(head);
  }

  public Table row(Style style, String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException("a row has as many cells as the table has columns");
    }
    rows.add(new Row(style, Arrays.stream(cells).map(Text::printable).toList(), new ArrayList<>()));
    return this;
  }

  /// A text below the newest row, as wide as the table may be.
  public Table note(String text) {
    rows.getLast().notes().add(Text.printable(text));
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// Whether no cell has to be cut.
  public boolean fits(int columns) {
    return total(natural()) <= columns;
  }

  List<String> lines(int columns, boolean colours) {
    int[] widths = fitted(columns);
    var lines = new ArrayList<String>();
    lines.add(Style.BOLD.of(line(head, widths), colours));
    for (var row : rows) {
      lines.add(row.style().of(line(row.cells(), widths), colours));
      for (var note : row.notes()) {
        for (var part : Wrap.words(note, columns - 8)) {
          lines.add(" ".repeat(8) + part);
        }
      }
    }
    return lines;
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : GAP)
          .append(Columns.pad(Columns.clip(cells.get(i), widths[i]), widths[i]));
    }
    return line.toString().stripTrailing();
  }

  private int[] fitted(int columns) {
    int[] widths = natural();
    while (total(widths) > columns) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private int[] natural() {
    int[] widths = new int[head.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Columns.of(head.get(i));
      for (var row : rows) {
        widths[i] = Math.max(widths[i], Columns.of(row.cells().get(i)));
      }
    }
    return widths;
  }

  private static int total(int[] widths) {
    return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
  }
}
