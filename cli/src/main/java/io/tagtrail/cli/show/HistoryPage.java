package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.out.Table;
import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.Ages;
import io.tagtrail.server.wire.EntryTree;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The timeline of an alias, newest first. What was taken back stays in it, struck out and said so.
public final class HistoryPage {
  private final Instant now;
  private final Set<Long> takenBack;

  /// @param takenBack the sequences that a later rollback took back
  public HistoryPage(Instant now, Set<Long> takenBack) {
    this.now = now;
    this.takenBack = Set.copyOf(takenBack);
  }

  public void write(Page page, List<Told> entries) {
    var table = new Table("SEQ", "WHEN", "KIND", "RELEASE", "BUNDLE", "BY", "MARK");
    for (var told : entries) {
      var event = told.entry().event();
      var change = event.change();
      var mark = mark(told);
      table.row(
          mark == null ? Style.PLAIN : Style.STRUCK,
          change == null ? "·" : "#" + change.sequence(),
          Ages.ago(event.time(), now),
          event.kind().label(),
          event.facts().release() == null ? "-" : event.facts().release(),
          bundle(told),
          Labels.shortMover(told),
          mark == null ? "" : mark);
      note(table, told);
    }
    page.table(table);
  }

  public Json.Obj tree(Told told) {
    var out = EntryTree.into(new ObjectBuilder(), told);
    return out.put("mark", mark(told)).build();
  }

  private static String bundle(Told told) {
    var event = told.entry().event();
    var change = event.change();
    var stop = event.stop();
    var digest = change != null ? change.digest() : stop != null ? stop.bundle() : event.subject();
    if (digest == null) {
      return event.kind() == EventKind.OUTSIDE_MOVE ? "(tag gone)" : "-";
    }
    return digest.shortHex();
  }

  private static void note(Table table, Told told) {
    var event = told.entry().event();
    var change = event.change();
    if (told.reason() != null) {
      table.note("why: " + told.reason());
    }
    if (change == null) {
      return;
    }
    if (change.restores() != null) {
      table.note("brings back #" + change.restores());
    }
    if (change.note() != null && change.note() != Change.Note.SUPERSEDED) {
      table.note("taken for: " + change.note().label());
    }
    var possible = change.possible();
    if (possible != null) {
      table.note(
          "%s may have been live from %s to %s"
              .formatted(Labels.digest(possible.digest()), possible.from(), possible.to()));
    }
  }

  /// Why an entry is struck out; null where it is not.
  private @Nullable String mark(Told told) {
    var event = told.entry().event();
    var change = event.change();
    if (change == null) {
      return null;
    }
    if (change.note() == Change.Note.SUPERSEDED) {
      return "superseded";
    }
    return switch (event.kind()) {
      case ABANDONED -> "abandoned";
      case PROMOTION, ROLLBACK, ADOPTION ->
          takenBack.contains(change.sequence()) ? "rolled back" : null;
      default -> null;
    };
  }
}
