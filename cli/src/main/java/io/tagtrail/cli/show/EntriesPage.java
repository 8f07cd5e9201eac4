package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.out.Table;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.Ages;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Entries of all streams, oldest first.
public final class EntriesPage {
  private EntriesPage() {}

  public static void write(Page page, List<Told> entries, Instant now) {
    if (entries.isEmpty()) {
      page.line("no entry is there from that index on");
      return;
    }
    var table = new Table("INDEX", "WHEN", "KIND", "OF", "BUNDLE", "BY");
    for (var told : entries) {
      var event = told.entry().event();
      table.row(
          Style.PLAIN,
          Long.toString(told.entry().index()),
          Ages.ago(event.time(), now),
          event.kind().label(),
          of(event.stream()),
          bundle(event),
          Labels.shortMover(told));
    }
    page.table(table);
  }

  /// One entry in a line, as it comes.
  public static void line(Page page, Told told, Instant now) {
    var event = told.entry().event();
    page.line(
        "%d  %s  %s  %s  %s  %s"
            .formatted(
                told.entry().index(),
                Ages.utc(event.time()),
                event.kind().label(),
                of(event.stream()),
                bundle(event),
                Labels.shortMover(told)));
  }

  private static String of(Stream stream) {
    var alias = stream.alias();
    return alias != null
        ? alias.toString()
        : Objects.requireNonNullElse(stream.application(), "the policy");
  }

  private static String bundle(Event event) {
    var change = event.change();
    var stop = event.stop();
    Digest digest =
        change != null ? change.digest() : stop != null ? stop.bundle() : event.subject();
    return shown(digest);
  }

  private static String shown(@Nullable Digest digest) {
    return digest == null ? "-" : digest.shortHex();
  }
}
