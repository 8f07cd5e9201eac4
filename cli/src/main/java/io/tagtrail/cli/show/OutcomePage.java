package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Checks;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.CopyReport;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What became of a request to move, for people: what happened in the first line, what is
/// unchanged, what to do next.
public final class OutcomePage {
  private final Page page;
  private final Alias alias;
  private final Instant now;
  private final @Nullable String byName;

  public OutcomePage(Page page, Alias alias, Instant now) {
    this(page, alias, now, null);
  }

  /// @param byName what a rollback goes to where somebody names it, if none is chosen by itself;
  ///   null where there is none
  public OutcomePage(Page page, Alias alias, Instant now, @Nullable String byName) {
    this.page = page;
    this.alias = alias;
    this.now = now;
    this.byName = byName;
  }

  /// @param before the entry of the bundle before a move; null where there is none
  public void write(Outcome outcome, @Nullable Entry before) {
    switch (outcome) {
      case Outcome.Moved moved -> moved(moved, before);
      case Outcome.Unchanged unchanged ->
          page.line(
              "%s is %s (#%d) already: nothing was written"
                  .formatted(
                      alias,
                      Labels.digest(unchanged.head().digest()),
                      unchanged.head().sequence()));
      case Outcome.Replayed replayed ->
          page.line(
              "%s is %s: this same request was carried out %s and still stands; nothing was written"
                  .formatted(alias, Labels.bundle(replayed.recorded()), when(replayed.recorded())));
      case Outcome.Superseded superseded -> superseded(superseded);
      case Outcome.Stale stale -> stale(stale);
      case Outcome.Refused refused -> refused(refused);
      case Outcome.Unfinished unfinished -> unfinished(unfinished);
      case Outcome.Planned planned -> planned(planned);
      case Outcome.Authorised authorised -> authorised(authorised);
      case Outcome.Cancelled cancelled ->
          page.line(
              "the move of %s was given up (entry %d); nothing was moved"
                  .formatted(alias, cancelled.recorded().index()));
    }
  }

  private void moved(Outcome.Moved moved, @Nullable Entry before) {
    var entry = moved.recorded();
    var restores = entry.event().needChange().restores();
    var was = before == null ? "" : ", before: " + Labels.brief(before);
    var how =
        switch (entry.event().kind()) {
          case ROLLBACK -> restores == null ? "" : ", as in #" + restores;
          case ADOPTION -> ", taken into the ledger";
          case RELOCATION -> ", at " + entry.event().needChange().location();
          default -> "";
        };
    page.line(Style.BOLD, alias + " is now " + Labels.bundle(entry) + how + was);
    copied(moved.copied());
    moved.notes().forEach(note -> page.line(Style.YELLOW, "note: " + note));
  }

  private void copied(CopyReport report) {
    if (report.equals(CopyReport.NOTHING)) {
      return;
    }
    page.indented(
        2,
        "copied first: %d manifests, %d blobs (%d bytes), %d mounted, %d there already, %d referrers"
            .formatted(
                report.manifests(),
                report.blobs(),
                report.bytes(),
                report.mounted(),
                report.present(),
                report.referrers()));
  }

  private void superseded(Outcome.Superseded superseded) {
    page.line(
        Style.RED,
        "superseded: this same request was carried out %s as %s, and %s is %s since; nothing was written"
            .formatted(
                when(superseded.recorded()),
                Labels.bundle(superseded.recorded()),
                alias,
                Labels.digest(superseded.now())));
    page.line("next: look at what came after it, and start a new run if the move is still wanted:");
    page.command("tagtrail", "history", alias.toString());
  }

  private void stale(Outcome.Stale stale) {
    page.line(Style.RED, "conflict: " + stale.why());
    page.indented(2, "%s is %s".formatted(alias, Labels.digest(stale.actual())));
    if (stale.expected() != null) {
      page.indented(2, "expected was %s".formatted(Labels.digest(stale.expected())));
    }
    page.line(alias + " is unchanged: nothing was written to the registry");
    page.line("next: look, then decide again (--expect names what must be there):");
    page.command("tagtrail", "get", alias.toString());
  }

  private void refused(Outcome.Refused refused) {
    var bundle = refused.bundle();
    page.line(
        Style.RED,
        "refused%s; %s is unchanged"
            .formatted(bundle == null ? "" : ": " + Labels.digest(bundle.digest()), alias));
    // Many targets that are passed over have one way on: it is said once, behind the last.
    var reasons = refused.reasons();
    for (int i = 0; i < reasons.size(); i++) {
      page.indented(2, "- " + reasons.get(i).name() + ": " + reasons.get(i).detail());
      var next = next(reasons.get(i), refused);
      boolean again =
          i + 1 < reasons.size() && Objects.equals(next, next(reasons.get(i + 1), refused));
      if (next != null && !again) {
        page.indented(4, "next: " + next);
      }
    }
    if (byName != null) {
      page.line("none is chosen by itself; if one is right all the same, by name:");
      page.command("tagtrail", "rollback", alias.toString(), "--to", byName, "--reason", "…");
    }
  }

  /// How to go on; null where the reason says so itself.
  private @Nullable String next(Decision.Check reason, Outcome.Refused refused) {
    return switch (reason.name()) {
      case Checks.HOLD, "hold-all" -> "tagtrail unhold %s --reason '…', or wait".formatted(alias);
      case Checks.BLOCK -> {
        var bundle = refused.bundle();
        yield bundle == null
            ? null
            : "choose another bundle, or tagtrail unblock %s %s --reason '…'"
                .formatted(alias.application(), bundle.digest());
      }
      case Checks.PRESENT -> "push the bundle again, or promote from a registry that has it whole";
      case "rollback-target" ->
          "tagtrail history %s shows what was live; promote brings in anything else"
              .formatted(alias);
      default -> null;
    };
  }

  private void unfinished(Outcome.Unfinished unfinished) {
    var intent = unfinished.intent();
    page.line(
        Style.YELLOW,
        "unfinished: %s #%d of %s to %s%s has no outcome yet: %s"
            .formatted(
                intent.kind().label(),
                intent.sequence(),
                alias,
                Labels.digest(intent.target().digest()),
                unfinished.own() ? "" : ", which another request began,",
                unfinished.why()));
    page.line(
        unfinished.own()
            ? "nobody was told that it moved; whether it did is found by settling"
            : "this request changed nothing");
    page.line("next, from %s on:".formatted(intent.settleAfter()));
    page.command("tagtrail", "settle", alias.toString());
  }

  private void authorised(Outcome.Authorised authorised) {
    var intent = authorised.intent();
    page.line(
        Style.BOLD,
        "authorised: %s may become %s (#%d) until %s; nothing is moved yet"
            .formatted(
                alias,
                Labels.digest(intent.target().digest()),
                intent.sequence(),
                intent.deadline()));
    page.line("next, with your own right to the registry and in this order:");
    var bundle = intent.location().repository() + "@" + intent.target().digest();
    page.command("crane", "tag", bundle, authorised.keepTag().tag().toString());
    page.command("crane", "tag", bundle, intent.location().tag().toString());
    page.command("tagtrail", "confirm", alias.toString(), Long.toString(intent.index()));
  }

  private void planned(Outcome.Planned planned) {
    page.line(
        "dry run: would make %s = %s (#%d), now: %s; nothing was written"
            .formatted(
                alias,
                Labels.digest(planned.bundle().digest()),
                planned.sequence(),
                Labels.digest(planned.previous())));
    for (var check : planned.checks()) {
      page.indented(
          2, "- %s %s: %s".formatted(check.result().label(), check.name(), check.detail()));
    }
  }

  private String when(Entry entry) {
    return Labels.when(entry.event().time(), now);
  }
}
