package io.tagtrail.cli.show;

import io.tagtrail.bundle.diff.Difference;
import io.tagtrail.bundle.diff.Kind;
import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.out.Table;
import io.tagtrail.server.inside.Compared;
import io.tagtrail.server.inside.Compared.Point;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What differs between two bundles: images, objects, files, texts; and at the end, where it is
/// seen, what going back does not undo.
public final class DiffPage {
  private static final int MOST_ROWS = 200;
  private static final Pattern COMMIT = Pattern.compile("([0-9a-f]{12})[0-9a-f]{28,52}");

  private final Instant now;

  public DiffPage(Instant now) {
    this.now = now;
  }

  public void write(Page page, Compared compared) {
    var difference = compared.difference();
    page.row("BEFORE", point(compared.before()));
    page.row("AFTER", point(compared.after()));
    if (compared.compare() != null) {
      // Short enough for a line; hosts take the beginning of a commit as well.
      page.row("SOURCE", COMMIT.matcher(compared.compare()).replaceAll("$1"));
    }
    if (compared.before().digest().equals(compared.after().digest())) {
      page.blank().line("both are the same bundle");
      return;
    }
    if (difference.isNothing()) {
      page.blank().line("nothing differs inside");
    }
    images(page, difference.images());
    objects(page, difference.objects());
    files(page, difference);
    for (var hunk : difference.hunks()) {
      page.blank().line(Style.BOLD, hunk.of());
      hunk.lines().forEach(line -> page.code(style(line), line));
    }
    lasting(page, compared);
    if (!difference.notes().isEmpty()) {
      page.blank().line(Style.BOLD, "NOT COMPARED");
      difference.notes().forEach(note -> page.indented(2, note));
    }
  }

  private String point(Point point) {
    return "%s %s, %s %s"
        .formatted(
            point.alias(),
            Labels.bundle(point.release(), point.digest(), point.sequence()),
            point.kind().label(),
            Labels.when(point.time(), now));
  }

  private static void images(Page page, List<Difference.ImageChange> images) {
    if (images.isEmpty()) {
      return;
    }
    var table = new Table("IMAGE", "BEFORE", "AFTER");
    for (var image : images) {
      table.row(Style.PLAIN, image.repository(), versions(image.before()), versions(image.after()));
    }
    page.blank().table(table);
  }

  private static String versions(List<String> versions) {
    return versions.isEmpty() ? "-" : String.join(", ", versions);
  }

  private static void objects(Page page, List<Difference.ObjectChange> objects) {
    if (objects.isEmpty()) {
      return;
    }
    var table = new Table("", "OBJECT", "FILE");
    objects.stream()
        .limit(MOST_ROWS)
        .forEach(object ->
            table.row(
                style(object.kind().mark()),
                object.kind().mark(),
                object.id().toString(),
                object.file()));
    page.blank().table(table);
    more(page, objects.size());
  }

  /// The files that no object speaks for; of the others, how many.
  private static void files(Page page, Difference difference) {
    var spoken =
        difference.objects().stream()
            .map(Difference.ObjectChange::file)
            .collect(Collectors.toSet());
    var rest = difference.files().stream().filter(file -> !spoken.contains(file.path())).toList();
    if (!difference.files().isEmpty()) {
      page.blank()
          .line(
              "files: %d added, %d removed, %d changed"
                  .formatted(
                      count(difference.files(), Kind.ADDED),
                      count(difference.files(), Kind.REMOVED),
                      count(difference.files(), Kind.CHANGED)));
    }
    rest.stream()
        .limit(MOST_ROWS)
        .forEach(file ->
            page.code(style(file.kind().mark()), "  " + file.kind().mark() + " " + file.path()));
    more(page, rest.size());
  }

  private static long count(List<Difference.FileChange> files, Kind kind) {
    return files.stream().filter(file -> file.kind() == kind).count();
  }

  private static void more(Page page, int all) {
    if (all > MOST_ROWS) {
      page.indented(2, "and %d more (-o json)".formatted(all - MOST_ROWS));
    }
  }

  private static void lasting(Page page, Compared compared) {
    var lasting = compared.difference().lasting();
    if (lasting.isEmpty()) {
      return;
    }
    page.blank()
        .line(
            Style.YELLOW,
            "GOING BACK FROM #%d DOES NOT UNDO".formatted(compared.after().sequence()));
    for (var each : lasting) {
      page.indented(2, each.what() + ":");
      each.objects().forEach(object -> page.indented(4, object));
      if (each.count() > each.objects().size()) {
        page.indented(4, "and %d more".formatted(each.count() - each.objects().size()));
      }
    }
  }

  private static Style style(String line) {
    return line.startsWith("+")
        ? Style.GREEN
        : line.startsWith("-") ? Style.RED : line.startsWith("@@") ? Style.DIM : Style.PLAIN;
  }
}
