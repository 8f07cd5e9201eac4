package io.tagtrail.cli.runbook;

import java.util.List;

/// The day that Tagtrail itself is away: what works with a registry client alone, and how the
/// record is made whole afterwards.
final class Away {
  private final Inquiry inquiry;
  private final List<WayBack> ways;

  Away(Inquiry inquiry, List<WayBack> ways) {
    this.inquiry = inquiry;
    this.ways = ways;
  }

  Runbook.Section section() {
    var location = inquiry.location();
    var alias = inquiry.alias().toString();
    var sheet = new Sheet("If Tagtrail itself is away");
    if (location == null || ways.isEmpty()) {
      return sheet
          .say(
              "What runs goes on running: Flux reads the registry, not Tagtrail. There is no"
                  + " keep-tag to go back to by hand.")
          .section();
    }
    sheet.say(
        "What runs goes on running: Flux reads the registry, not Tagtrail. Only if production"
            + " cannot wait: each bundle that was live is under a tag of its own. With the"
            + " registry login of the release job, not before a second person agrees:");
    for (var way : ways) {
      sheet.say(
          "Back to "
              + way.name()
              + " ("
              + (way.safe() ? "safe" : "unknown")
              + " when this page was made). The first must print "
              + way.digest()
              + ":");
      sheet.run(way.look()).run(way.byHand(location));
    }
    return sheet
        .say("Write down who did it, when and why. When Tagtrail is back, before any promotion:")
        .run("tagtrail", "check", alias)
        .say(
            "It ends with 8 and records an outside move, recognised as break-glass; nothing is"
                + " restored over it. Then make it governed, with what you wrote down as the reason:")
        .run(
            "tagtrail",
            "rollback",
            alias,
            "--to",
            "#" + ways.getFirst().sequence(),
            "--reason",
            "…")
        .section();
  }
}
