package io.tagtrail.cli.runbook;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.server.wire.Ages;

/// The page as text, as wide as the terminal.
public final class RunbookPage {
  private RunbookPage() {}

  public static void write(Page page, Runbook runbook) {
    page.line(Style.BOLD, "RUNBOOK " + runbook.alias());
    page.line(made(runbook.made()));
    for (var section : runbook.sections()) {
      page.blank().line(Style.BOLD, section.title().toUpperCase(java.util.Locale.ROOT));
      for (var block : section.blocks()) {
        switch (block) {
          case Runbook.Block.Fact fact -> page.row(fact.label(), fact.text());
          case Runbook.Block.Say say -> page.line(say.text());
          case Runbook.Block.Run run -> page.command(run.words().toArray(String[]::new));
        }
      }
    }
  }

  static String made(Runbook.Made made) {
    var head = made.head();
    return "Made %s from ledger %s at entry %d (root %s, newest %s)%s. Older than an hour? Make it anew: tagtrail runbook."
        .formatted(
            Ages.utc(made.at()),
            head.origin(),
            head.size(),
            head.root().shortHex(),
            Ages.utc(head.time()),
            made.live() ? "" : ", without asking the registry");
  }
}
