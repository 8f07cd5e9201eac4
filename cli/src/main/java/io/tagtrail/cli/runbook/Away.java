package io.tagtrail.cli.runbook;

import io.tagtrail.core.model.Location;
import java.util.List;

/// The day that Tagtrail itself is away: what works with a registry client alone, and how the
/// record is made whole afterwards.
final class Away {
  private static final String RUNS_ON =
      "What runs goes on running: Flux reads the registry, not Tagtrail.";

  private final Inquiry inquiry;
  private final List<WayBack> ways;
  private final List<WayBack> byName;

  /// @param byName what was rolled back from, where there is nothing better
  Away(Inquiry inquiry, List<WayBack> ways, List<WayBack> byName) {
    this.inquiry = inquiry;
    this.ways = ways;
    this.byName = byName;
  }

  Runbook.Section section() {
    var location = inquiry.location();
    var governed = WayBack.governed(inquiry);
    var sheet = new Sheet("If Tagtrail itself is away");
    if (location == null || governed == null) {
      return sheet
          .say(RUNS_ON + " Nothing was ever governed here, so there is no keep-tag to go back to.")
          .section();
    }
    sheet.say(
        RUNS_ON
            + " Only if production cannot wait: each bundle that was live is under a tag of its own."
            + " With the registry login of the release job, not before a second person agrees:");
    by(
        sheet,
        "If somebody moved the tag, back to what is governed, " + governed.name(),
        governed,
        location);
    for (var way : ways) {
      if (!way.digest().equals(governed.digest())) {
        by(
            sheet,
            "Back to %s (%s when this page was made)"
                .formatted(way.name(), way.safe() ? "safe" : "unknown"),
            way,
            location);
      }
    }
    for (var way : byName) {
      by(sheet, "Back to %s (it was rolled back from)".formatted(way.name()), way, location);
    }
    return afterwards(sheet);
  }

  private static void by(Sheet sheet, String what, WayBack way, Location location) {
    sheet
        .say(what + ". The first must print " + way.digest() + ":")
        .run(way.look())
        .run(way.byHand(location));
  }

  private Runbook.Section afterwards(Sheet sheet) {
    var alias = inquiry.alias().toString();
    sheet
        .say("Write down who did it, when and why. When Tagtrail is back, before any promotion:")
        .run("tagtrail", "check", alias);
    var others = ways.isEmpty() ? byName : ways;
    if (others.isEmpty()) {
      return sheet.section();
    }
    var other = others.getFirst();
    sheet.say(
        "After a move to another bundle it ends with 8 and records an outside move, recognised as"
            + " break-glass; nothing is restored over it. Then make it governed, with what you wrote"
            + " down as the reason:");
    sheet.run("tagtrail", "rollback", alias, "--to", "#" + other.sequence(), "--reason", "…");
    return sheet.section();
  }
}
