package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.ledger.ActiveStop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.policy.Evaluators.Windows;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.RollbackTargets.Verdict;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The 3 a.m. answer: the problem first, then what is, what was, whether that is true, what stands
/// in the way, where back to, and as the last line the command to paste.
public final class StatusPage {
  private static final int BLOCKS_SHOWN = 5;
  private static final int PASSED_OVER_SHOWN = 10;

  private final Page page;
  private final Status status;
  private final List<Problem> problems;
  private final Function<Entry, Told> tell;
  private final LongFunction<Optional<Told>> entry;

  /// @param problems what is said first
  /// @param entry the entry at an index, where it can be found
  public StatusPage(
      Page page,
      Status status,
      List<Problem> problems,
      Function<Entry, Told> tell,
      LongFunction<Optional<Told>> entry) {
    this.page = page;
    this.status = status;
    this.problems = List.copyOf(problems);
    this.tell = tell;
    this.entry = entry;
  }

  public void write() {
    for (var problem : problems) {
      page.row("PROBLEM", Style.RED, problem.kind().words() + ": " + problem.text());
    }
    var location = status.state().location();
    page.line(Style.BOLD, status.state().alias() + (location == null ? "" : "  at  " + location));
    now();
    before();
    truth();
    ClustersPage.write(page, status);
    stops();
    freeze();
    approvals();
    backTo();
    page.blank();
    command();
  }

  private void now() {
    var entry = status.now();
    if (entry == null) {
      page.row("NOW", "nothing is governed here yet");
      return;
    }
    var event = entry.event();
    page.row("NOW", Labels.bundle(entry) + ", by " + event.kind().label());
    page.more(Labels.when(event.time(), status.asOf()));
    var source = event.facts().source();
    if (source.revision() != null) {
      page.more(
          source.revision() + (source.repository() == null ? "" : " of " + source.repository()));
    }
    var told = tell.apply(entry);
    page.more("by " + Labels.mover(told));
    if (told.reason() != null) {
      page.more("why: " + told.reason());
    }
    var run = Labels.run(event);
    if (run != null) {
      page.more("run " + run);
    }
    if (event.facts().pipeline().url() != null) {
      page.more(event.facts().pipeline().url());
    }
  }

  private void before() {
    var entry = status.before();
    var claimed = entry == null ? claimed() : null;
    if (claimed != null) {
      page.row(
          "BEFORE",
          "%s (#%d), by the adopter's word"
              .formatted(Labels.digest(claimed.digest()), claimed.sequence()));
      return;
    }
    page.row(
        "BEFORE",
        entry == null
            ? "no other bundle is on record"
            : Labels.bundle(entry) + ", since " + Labels.when(entry.event().time(), status.asOf()));
  }

  /// What the adopter said was live before, which no entry of its own tells of.
  private @Nullable Tenure claimed() {
    var answer = status.backTo();
    if (answer == null) {
      return null;
    }
    return Stream.concat(
            Optional.ofNullable(answer.target()).stream(), answer.passedOver().stream())
        .map(RollbackTargets.Candidate::tenure)
        .filter(Tenure::isClaimed)
        .findFirst()
        .orElse(null);
  }

  private void truth() {
    var ledger = Labels.digest(status.state().observedDigest());
    switch (status.live()) {
      case Live.Agrees agrees ->
          page.row(
              "TRUTH",
              Style.GREEN,
              "registry = ledger, seen " + Labels.when(agrees.seen(), status.asOf()));
      case Live.Differs differs ->
          page.row(
              "TRUTH",
              Style.RED,
              "the registry says %s, seen %s; the ledger's last promotion or rollback says %s"
                  .formatted(
                      Labels.digest(differs.actual()),
                      Labels.when(differs.seen(), status.asOf()),
                      Labels.digest(status.state().governedDigest())));
      case Live.Away away ->
          page.row(
              "TRUTH", Style.YELLOW, "UNKNOWN: the registry is away; last on record: " + ledger);
      case Live.NotAsked notAsked ->
          page.row(
              "TRUTH",
              Style.YELLOW,
              "UNKNOWN: the registry was not asked; last on record: " + ledger);
    }
    page.more(record());
  }

  private String record() {
    var task = status.attach();
    if (task == null) {
      return status.rules().attach()
          ? "record on the bundle: none is due"
          : "record on the bundle: not asked for in this environment";
    }
    if (task.done() != null) {
      return "record on the bundle: attached " + Labels.when(task.done(), status.asOf());
    }
    var problem = task.problem();
    if (problem == null) {
      return "record on the bundle: PENDING, not tried yet";
    }
    var times = task.attempts() == 1 ? "once" : task.attempts() + " times";
    return "record on the bundle: PENDING, tried %s in vain: %s".formatted(times, problem);
  }

  private void by(ActiveStop stop) {
    entry
        .apply(stop.index())
        .ifPresent(told -> {
          var reason = told.reason();
          page.more("  by " + Labels.mover(told) + (reason == null ? "" : ": " + reason));
        });
  }

  private void stops() {
    var label = "STOPS";
    for (var hold : status.state().holdsAt(status.asOf())) {
      page.row(label, Style.YELLOW, hold(hold));
      label = "";
      by(hold);
    }
    var intent = status.state().intent();
    if (intent != null) {
      page.row(
          label,
          Style.YELLOW,
          "unfinished move #%d to %s; settled at the earliest %s"
              .formatted(
                  intent.sequence(),
                  Labels.digest(intent.target().digest()),
                  Labels.when(intent.settleAfter(), status.asOf())));
      label = "";
    }
    int shown = 0;
    for (var block : status.blocks()) {
      if (++shown > BLOCKS_SHOWN) {
        page.more("and %d more blocks".formatted(status.blocks().size() - BLOCKS_SHOWN));
        break;
      }
      page.row(
          label,
          Style.YELLOW,
          "bundle %s is blocked since %s"
              .formatted(Labels.digest(block.bundle()), Labels.when(block.since(), status.asOf())));
      label = "";
      by(block);
    }
    if (!label.isEmpty()) {
      page.row(label, "none");
    }
  }

  /// Whether forward moves go through now, where the environment has windows.
  private void freeze() {
    if (status.freeze() instanceof Windows.Closed closed) {
      page.row("FREEZE", Style.YELLOW, "no forward moves (rollbacks go through): " + closed.why());
      page.more(
          closed.opens() == null
              ? "when it opens cannot be foreseen"
              : "opens " + Labels.when(closed.opens(), status.asOf()));
    }
  }

  /// What a promotion here needs of other people, and what they gave already.
  private void approvals() {
    var gates = status.rules().gates();
    if (gates.approvals().isEmpty()) {
      return;
    }
    var label = "APPROVAL";
    for (var rule : gates.approvals()) {
      page.row(label, "needs " + RulesPage.approval(rule, gates));
      label = "";
    }
    var given =
        status.state().approvals().stream()
            .filter(approval -> approval.holdsAt(status.asOf()))
            .toList();
    given.forEach(this::approval);
    page.more(
        given.isEmpty()
            ? "none is given: tagtrail approve %s BUNDLE".formatted(status.state().alias())
            : "more: tagtrail approve %s BUNDLE".formatted(status.state().alias()));
  }

  private void approval(Approval approval) {
    var expires = approval.expires();
    page.more(
        "given for %s%s%s"
            .formatted(
                Labels.digest(approval.bundle()),
                approval.groups().isEmpty() ? "" : ", as " + String.join(", ", approval.groups()),
                expires == null ? "" : ", until " + Labels.when(expires, status.asOf())));
    var index = approval.entry();
    if (index != null) {
      entry
          .apply(index)
          .ifPresent(told -> {
            var reason = told.reason();
            page.more("  by " + Labels.mover(told) + (reason == null ? "" : ": " + reason));
          });
    }
  }

  private String hold(ActiveStop hold) {
    var what =
        hold.scope() == Stop.Scope.ALL
            ? "hold on ALL moves, rollbacks too,"
            : "hold on forward moves (rollbacks go through)";
    var until = hold.until();
    return what
        + " since "
        + Labels.when(hold.since(), status.asOf())
        + (until == null ? "" : ", until " + Labels.when(until, status.asOf()));
  }

  private void backTo() {
    var answer = status.backTo();
    if (answer == null) {
      page.row("BACK TO", "nothing: no bundle was ever governed-live here");
      return;
    }
    var target = answer.target();
    if (target == null && !ByName.of(status).isEmpty()) {
      page.row("BACK TO", Style.YELLOW, "none is chosen by itself; by name, as below");
    } else if (target == null) {
      page.row("BACK TO", Style.RED, "NOTHING that was live here can be gone back to");
    } else {
      boolean safe = target.verdict() == Verdict.SAFE;
      page.row(
          "BACK TO",
          safe ? Style.GREEN : Style.YELLOW,
          (safe ? "SAFE     " : "UNKNOWN  ") + name(target.tenure()));
      page.more(target.why());
    }
    passedOver(answer);
  }

  private void passedOver(RollbackTargets.Answer answer) {
    int shown = 0;
    for (var candidate : answer.passedOver()) {
      if (++shown > PASSED_OVER_SHOWN) {
        page.more(
            "and %d more (-o json)".formatted(answer.passedOver().size() - PASSED_OVER_SHOWN));
        break;
      }
      var verdict = candidate.verdict() == Verdict.REJECTED ? "not " : "unknown ";
      page.more(verdict + name(candidate.tenure()) + ": " + candidate.why());
    }
  }

  private static String name(Tenure tenure) {
    if (tenure.isClaimed()) {
      return Labels.digest(tenure.digest()) + " (#0, claimed at the adoption)";
    }
    return Labels.bundle(tenure.entry());
  }

  private void command() {
    var alias = status.state().alias().toString();
    if (!status.state().isGoverned()) {
      page.command("tagtrail", "adopt", alias);
      return;
    }
    boolean allHeld =
        status.state().holdsAt(status.asOf()).stream()
            .anyMatch(hold -> hold.scope() == Stop.Scope.ALL);
    if (allHeld) {
      page.command("tagtrail", "unhold", alias, "--reason", "…");
      return;
    }
    var to = rollbackTo();
    if (to == null) {
      page.command("tagtrail", "history", alias);
    } else {
      page.command("tagtrail", "rollback", alias, "--to", to, "--reason", "…");
    }
  }

  private @Nullable String rollbackTo() {
    var answer = status.backTo();
    var target = answer == null ? null : answer.target();
    return target == null
        ? ByName.of(status).stream().findFirst().map(ByName::selector).orElse(null)
        : ByName.selector(target);
  }
}
