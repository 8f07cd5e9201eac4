package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.out.Table;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Evaluators.Windows;
import io.tagtrail.server.wire.Ages;
import io.tagtrail.server.wire.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Many aliases at once: the grid of applications and environments, or one application's channel
/// map.
public final class BoardPage {
  private static final int MOST_ENVIRONMENTS = 5;

  private BoardPage() {}

  /// The grid where it fits, else a line for each alias; problems below it, in full.
  public static void write(Page page, List<Status> board) {
    if (board.isEmpty()) {
      page.line("no application is configured or in the ledger yet (tagtrail init)");
      return;
    }
    var environments = new LinkedHashSet<String>();
    board.forEach(status -> environments.add(status.state().alias().environment()));
    var grid = grid(board, environments);
    if (environments.size() <= MOST_ENVIRONMENTS && grid.fits(page.columns())) {
      page.table(grid);
    } else {
      channels(page, board, null);
    }
    problems(page, board, true);
  }

  /// Only what has a problem, each in full.
  public static void writeProblems(Page page, List<Status> board) {
    if (!problems(page, board, false)) {
      page.line(Style.GREEN, "no problems");
    }
  }

  private static boolean problems(Page page, List<Status> board, boolean below) {
    boolean any = false;
    for (var status : board) {
      for (var problem : Problem.pressing(status)) {
        if (below && !any) {
          page.blank();
        }
        any = true;
        page.row(
            "PROBLEM",
            Style.RED,
            status.state().alias() + " " + problem.kind().words() + ": " + problem.text());
      }
    }
    return any;
  }

  private static Table grid(List<Status> board, Set<String> environments) {
    var head = new ArrayList<String>();
    head.add("APPLICATION");
    head.addAll(environments);
    var table = new Table(head.toArray(String[]::new));
    var applications = new TreeSet<String>();
    board.forEach(status -> applications.add(status.state().alias().application()));
    for (var application : applications) {
      var cells = new ArrayList<String>();
      cells.add(application);
      for (var environment : environments) {
        cells.add(cell(find(board, application, environment)));
      }
      table.row(Style.PLAIN, cells.toArray(String[]::new));
    }
    return table;
  }

  private static @Nullable Status find(List<Status> board, String application, String environment) {
    return board.stream()
        .filter(status -> status.state().alias().application().equals(application))
        .filter(status -> status.state().alias().environment().equals(environment))
        .findFirst()
        .orElse(null);
  }

  private static String cell(@Nullable Status status) {
    if (status == null) {
      return "";
    }
    var mark = Problem.pressing(status).isEmpty() ? "" : "! ";
    var entry = status.now();
    var clusters = ClustersPage.brief(status);
    return mark
        + (entry == null ? "-" : Labels.brief(entry))
        + (clusters.indexOf('/') < 0 ? "" : " " + clusters);
  }

  /// A line for each alias.
  ///
  /// @param moved the alias that is marked; null for none
  public static void channels(Page page, List<Status> board, @Nullable Alias moved) {
    boolean clusters = board.stream().anyMatch(status -> !status.clusters().isEmpty());
    var table =
        clusters
            ? new Table("  ALIAS", "SEQ", "RELEASE", "BUNDLE", "SINCE", "CLUSTERS", "STATE")
            : new Table("  ALIAS", "SEQ", "RELEASE", "BUNDLE", "SINCE", "STATE");
    for (var status : board) {
      var alias = status.state().alias();
      var entry = status.now();
      boolean marked = alias.equals(moved);
      var problem = Problem.of(status).stream().findFirst();
      var style = problem.isPresent() ? Style.YELLOW : marked ? Style.BOLD : Style.PLAIN;
      if (entry == null) {
        row(table, style, clusters, status, (marked ? "> " : "  ") + alias, "-", "-", "-", "-");
        continue;
      }
      var change = entry.event().needChange();
      var digest = change.digest();
      var release = Labels.release(entry.event());
      row(
          table,
          style,
          clusters,
          status,
          (marked ? "> " : "  ") + alias,
          "#" + change.sequence(),
          release == null ? "-" : release,
          digest == null ? "-" : digest.shortHex(),
          Ages.ago(entry.event().time(), status.asOf()));
    }
    page.table(table);
  }

  /// @param clusters whether any of the board's aliases is followed by a cluster that reports
  private static void row(
      Table table, Style style, boolean clusters, Status status, String... first) {
    var cells = new ArrayList<>(List.of(first));
    if (clusters) {
      cells.add(ClustersPage.brief(status));
    }
    cells.add(state(status));
    table.row(style, cells.toArray(String[]::new));
  }

  private static String state(Status status) {
    var problem = Problem.of(status).stream().findFirst();
    if (problem.isPresent()) {
      return problem.get().kind().words();
    }
    var holds = status.state().holdsAt(status.asOf());
    if (!holds.isEmpty()) {
      return holds.stream().anyMatch(hold -> hold.scope() == Stop.Scope.ALL)
          ? "all moves held"
          : "forward held";
    }
    if (status.freeze() instanceof Windows.Closed) {
      return "frozen";
    }
    return status.live() instanceof Live.Agrees ? "ok, seen" : "ok by ledger";
  }
}
