package io.tagtrail.cli;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.out.Table;
import io.tagtrail.server.Permission;
import io.tagtrail.server.wire.PermissionTree;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail can-i [ALIAS]`
@Command(name = "can-i", description = "What you may do, and why.")
final class CanICommand extends Verb {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ALIAS",
      description = "application/environment; else everywhere")
  @Nullable String alias;

  @Option(
      names = "--right",
      paramLabel = "RIGHT",
      description = "this one alone, as promote; ends with 3 where you may not")
  @Nullable String right;

  CanICommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var all = tagtrail.canI(alias == null ? null : tagtrail.alias(alias));
      var shown = all.stream().filter(each -> right == null || each.right().equals(right)).toList();
      if (shown.isEmpty()) {
        throw new NotFoundException(
            right == null
                ? "there are no rights to speak of"
                : "there is no right " + io.tagtrail.core.model.Text.clipped(right, 60));
      }
      session().answer(page -> write(page, shown), () -> PermissionTree.all(shown));
      boolean may = shown.stream().allMatch(Permission::allowed);
      return right == null || may ? ExitCode.OK : ExitCode.REFUSED;
    }
  }

  /// Why is never cut: where it does not fit beside the others it stands below them.
  private static void write(Page page, List<Permission> permissions) {
    var wide = new Table("RIGHT", "ON", "MAY", "WHY");
    var narrow = new Table("RIGHT", "ON", "MAY");
    for (var each : permissions) {
      var style = each.allowed() ? Style.GREEN : Style.PLAIN;
      var may = each.allowed() ? "yes" : "no";
      wide.row(style, each.right(), each.on(), may, each.why());
      narrow.row(style, each.right(), each.on(), may).note(each.why());
    }
    page.table(wide.fits(page.columns()) ? wide : narrow);
  }
}
