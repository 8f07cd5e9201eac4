package io.tagtrail.cli.runbook;

import io.tagtrail.cli.show.Labels;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.server.wire.Ages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the page.
///
/// It has no ages in it ("2 h ago"): it is read when it is old.
public final class RunbookMaker {
  private final Inquiry inquiry;
  private final List<WayBack> ways;
  private final List<WayBack> byName;

  private RunbookMaker(Inquiry inquiry) {
    this.inquiry = inquiry;
    this.byName = WayBack.byName(inquiry);
    // What lies beyond those is out of the window: no rollback goes there.
    this.ways = byName.isEmpty() ? WayBack.of(inquiry) : List.of();
  }

  public static Runbook make(Inquiry inquiry) {
    return new RunbookMaker(inquiry).page();
  }

  private Runbook page() {
    var sections = new ArrayList<Runbook.Section>();
    var problems = problems();
    if (problems != null) {
      sections.add(problems);
    }
    sections.add(whatItIs());
    var procedures = new Procedures(inquiry);
    sections.add(procedures.truth());
    sections.add(procedures.stop());
    sections.add(procedures.movedOutside());
    sections.add(procedures.unfinished());
    sections.add(procedures.registryAway());
    sections.add(new Away(inquiry, ways, byName).section());
    sections.add(back());
    Instant made = inquiry.status().asOf();
    return new Runbook(
        inquiry.alias(), new Runbook.Made(made, inquiry.head(), inquiry.live()), sections);
  }

  private Runbook.@Nullable Section problems() {
    if (inquiry.problems().isEmpty()) {
      return null;
    }
    var sheet = new Sheet("Wrong when this page was made");
    inquiry
        .problems()
        .forEach(each -> sheet.say(each.kind().words() + ": " + lasting(each.text())));
    return sheet.section();
  }

  /// A sentence without the ages in it, which would not stay true on paper.
  private static String lasting(String text) {
    return text.replaceAll(", (?:just now|(?:in )?\\d+ (?:s|min|h|d)(?: ago)?)(?=[);: ]|$)", "");
  }

  private Runbook.Section whatItIs() {
    var status = inquiry.status();
    var sheet = new Sheet("What it is");
    var location = inquiry.location();
    sheet.fact("TAG", location == null ? "nobody says where it is" : location.toString());
    var now = status.now();
    if (now == null) {
      sheet.fact("NOW", "nothing is governed here yet");
    } else {
      now(sheet, now);
    }
    before(sheet, status.before());
    sheet.fact("REGISTRY", registry(status.live()));
    sheet.fact("STOPS", stops());
    return sheet.section();
  }

  private void now(Sheet sheet, Entry entry) {
    var event = entry.event();
    var change = event.needChange();
    sheet.fact(
        "NOW",
        "%s, by %s %s"
            .formatted(Labels.bundle(entry), event.kind().label(), Ages.utc(event.time())));
    sheet.fact("DIGEST", String.valueOf(change.digest()));
    sheet.fact("SOURCE", source(entry));
    var told = inquiry.tell().apply(entry);
    sheet.fact("BY", Labels.mover(told));
    sheet.fact("WHY", told.reason());
    sheet.fact("RUN", event.facts().pipeline().url());
  }

  private static @Nullable String source(Entry entry) {
    var source = entry.event().facts().source();
    if (source.revision() == null) {
      return source.repository() == null
          ? "none is on record"
          : source.repository() + ", no revision is on record";
    }
    return source.repository() == null
        ? source.revision()
        : source.revision() + " of " + source.repository();
  }

  private void before(Sheet sheet, @Nullable Entry entry) {
    if (entry == null) {
      sheet.fact("BEFORE", "no other bundle is on record");
      return;
    }
    sheet.fact("BEFORE", "%s, since %s".formatted(Labels.bundle(entry), WayBack.when(entry)));
    sheet.fact("", String.valueOf(entry.event().needChange().digest()));
    sheet.fact("", source(entry));
  }

  private static String registry(Live live) {
    return switch (live) {
      case Live.Agrees agrees -> "the tag was what the ledger says when this page was made";
      case Live.Differs differs ->
          "the tag was %s when this page was made".formatted(Labels.digest(differs.actual()));
      case Live.Away away -> "did not answer when this page was made";
      case Live.NotAsked notAsked -> "was not asked when this page was made";
    };
  }

  private String stops() {
    var status = inquiry.status();
    var stops = new ArrayList<String>();
    for (var hold : status.state().holdsAt(status.asOf())) {
      stops.add(
          (hold.scope() == Stop.Scope.ALL
                  ? "hold on ALL moves since "
                  : "hold on forward moves since ")
              + Ages.utc(hold.since()));
    }
    if (status.state().intent() != null) {
      stops.add("an unfinished move");
    }
    if (!status.blocks().isEmpty()) {
      stops.add("%d blocked bundles".formatted(status.blocks().size()));
    }
    return stops.isEmpty() ? "none" : String.join("; ", stops);
  }

  /// Last, and its command last: what somebody is here for.
  private Runbook.Section back() {
    var alias = inquiry.alias().toString();
    var sheet = new Sheet("Roll back");
    if (!inquiry.status().state().isGoverned()) {
      return sheet
          .say(
              "Nothing was ever governed-live here, so nothing can be gone back to. Take the tag"
                  + " into the ledger first:")
          .run("tagtrail", "adopt", alias)
          .section();
    }
    sheet.say(
        "A rollback is a move of the tag like any other: the same code, checked and recorded the"
            + " same. Order, soak, holds on forward moves and an unfinished move do not stop it; a"
            + " freeze or a missing approval only whoever may not go past them.");
    if (ways.isEmpty() && byName.isEmpty()) {
      return sheet
          .say(
              "NOTHING that was live here can be gone back to: see why, and promote something"
                  + " that is good instead.")
          .run("tagtrail", "get", alias)
          .run("tagtrail", "history", alias)
          .section();
    }
    for (var way : ways) {
      sheet.fact(way.safe() ? "SAFE" : "MAYBE", way.name() + ": " + way.known());
    }
    for (var way : byName) {
      sheet.fact("BY NAME", way.name() + ": " + way.known());
    }
    boolean allHeld =
        inquiry.status().state().holdsAt(inquiry.status().asOf()).stream()
            .anyMatch(hold -> hold.scope() == Stop.Scope.ALL);
    if (allHeld) {
      sheet
          .say("All moves are on hold, rollbacks too. Find out why, then release it:")
          .run("tagtrail", "unhold", alias, "--reason", "…");
    }
    if (ways.isEmpty()) {
      sheet.say(
          "None is chosen by itself: what was live here was rolled back from. If one is right all"
              + " the same, or nothing better is there, by name:");
      return rollback(sheet, byName.getFirst()).section();
    }
    sheet
        .say("Without --to it looks for the newest that is safe, now. See first what it would do:")
        .run("tagtrail", "rollback", alias, "--dry-run")
        .say("Then:");
    return rollback(sheet, ways.getFirst()).section();
  }

  private Sheet rollback(Sheet sheet, WayBack way) {
    return sheet.run(
        "tagtrail",
        "rollback",
        inquiry.alias().toString(),
        "--to",
        "#" + way.sequence(),
        "--reason",
        "…");
  }
}
