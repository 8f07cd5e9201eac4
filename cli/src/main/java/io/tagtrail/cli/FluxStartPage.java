package io.tagtrail.cli;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;

/// What starting from Flux came to, for people.
final class FluxStartPage {
  private FluxStartPage() {}

  static void write(Page page, FluxStart.Started started) {
    var made = started.made();
    var text = started.text();
    if (made != null) {
      page.line((made.configWritten() ? "wrote " : "left as it is: ") + made.config());
      page.line(
          "%s%s (%s)"
              .formatted(
                  made.ledgerCreated() ? "made the ledger " : "left as it is: the ledger ",
                  made.ledger(),
                  made.origin()));
    } else if (text != null) {
      page.line("would write tagtrail.yaml:");
      text.lines().forEach(line -> page.whole("  " + line));
    }
    page.blank();
    started.taken().forEach(each -> taken(page, each));
    if (!started.found().ungoverned().isEmpty()) {
      page.blank().line(Style.BOLD, "Flux follows these by something that is no tag to govern:");
    }
    for (var each : started.found().ungoverned()) {
      page.line(Style.YELLOW, each.object() + "  " + each.url());
      page.indented(4, each.reason());
      page.indented(4, "instead: " + each.instead());
    }
    started.found().notes().forEach(note -> page.line("note: " + note));
    if (made != null) {
      page.blank().line("next: see how safe that is, and what is missing");
      page.command("tagtrail", "doctor");
    }
  }

  private static void taken(Page page, FluxStart.Taken taken) {
    page.line(
        style(taken.code()),
        "%s  %s  %s".formatted(taken.known(), taken.result(), taken.proposed().location()));
    if (!taken.detail().isEmpty()) {
      page.indented(4, taken.detail());
    }
    for (var reader : taken.proposed().readers()) {
      page.indented(
          4,
          "read by OCIRepository %s%s%s%s"
              .formatted(
                  reader.object(),
                  reader.users().isEmpty() ? "" : " for " + String.join(", ", reader.users()),
                  reader.verify() == null ? "" : ", verified by " + reader.verify(),
                  reader.suspended() ? ", SUSPENDED" : ""));
    }
    taken.proposed().notes().forEach(note -> page.indented(4, "note: " + note));
  }

  private static Style style(ExitCode code) {
    return code == ExitCode.OK ? Style.PLAIN : Style.RED;
  }
}
