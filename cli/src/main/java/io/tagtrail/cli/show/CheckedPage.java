package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.server.Checked;
import java.util.List;

/// What a look at an alias's tag showed, in a line.
public final class CheckedPage {
  private CheckedPage() {}

  public static void write(Page page, Checked checked) {
    var alias = checked.alias();
    switch (checked.result()) {
      case Checked.Result.Agrees agrees -> page.line(Style.GREEN, alias + "  registry = ledger");
      case Checked.Result.FoundOutside found ->
          page.line(
              Style.RED,
              alias + "  MOVED OUTSIDE, found and recorded just now: " + entries(found.recorded()));
      case Checked.Result.StillOutside still ->
          page.line(
              Style.RED,
              "%s  MOVED OUTSIDE, on record already: the tag is %s, governed is %s"
                  .formatted(
                      alias, Labels.digest(still.observed()), Labels.digest(still.governed())));
      case Checked.Result.Settled settled ->
          page.line(
              Style.YELLOW,
              alias + "  an unfinished move got its outcome: " + entries(settled.recorded()));
      case Checked.Result.Unfinished unfinished ->
          page.line(
              Style.YELLOW,
              "%s  UNFINISHED move #%d: %s"
                  .formatted(alias, unfinished.intent().sequence(), unfinished.why()));
      case Checked.Result.Away away ->
          page.line(Style.YELLOW, alias + "  UNKNOWN, the registry is away: " + away.why());
      case Checked.Result.NotGoverned notGoverned ->
          page.line(alias + "  is not in the ledger (tagtrail adopt " + alias + ")");
    }
  }

  private static String entries(List<Entry> entries) {
    return String.join("; ", entries.stream().map(CheckedPage::entry).toList());
  }

  private static String entry(Entry entry) {
    return entry.event().change() == null
        ? entry.event().kind().label()
        : entry.event().kind().label() + " " + Labels.bundle(entry);
  }
}
