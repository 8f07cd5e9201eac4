package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.out.Table;
import io.tagtrail.server.Found;
import io.tagtrail.server.wire.Ages;
import java.time.Instant;
import java.util.List;

/// Where something is running, and where it was.
public final class FoundPage {
  private FoundPage() {}

  public static void write(Page page, List<Found> all, Instant now) {
    var table = new Table("", "ALIAS", "SEQ", "RELEASE", "BUNDLE", "SINCE", "UNTIL");
    for (var found : all) {
      var event = found.told().entry().event();
      var change = event.needChange();
      var digest = change.digest();
      var until = found.until();
      var release = Labels.release(event);
      table.row(
          until == null ? Style.GREEN : Style.PLAIN,
          until == null ? "running in" : "was in",
          found.alias().toString(),
          "#" + change.sequence(),
          release == null ? "-" : release,
          digest == null ? "-" : digest.shortHex(),
          Ages.ago(found.since(), now),
          until == null ? "now" : Ages.ago(until, now));
    }
    page.table(table);
  }
}
