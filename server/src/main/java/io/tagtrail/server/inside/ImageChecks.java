package io.tagtrail.server.inside;

import io.tagtrail.bundle.inventory.ImageEntry;
import io.tagtrail.bundle.inventory.ImageEntry.State;
import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.Examiner;
import java.util.List;
import java.util.stream.Collectors;

/// What the images of a bundle come to, as a check.
final class ImageChecks {
  private static final int SHOWN = 3;
  private static final int NAME_BYTES = 100;
  private static final int WHY_BYTES = 120;

  private ImageChecks() {}

  /// @param strict whether what is not known refuses
  static Check of(Inventory inventory, List<ImageEntry> images, boolean strict) {
    var gone = with(images, State.GONE);
    if (!gone.isEmpty()) {
      return check(
          Result.FAIL, "%d of %d gone: %s".formatted(gone.size(), images.size(), shown(gone)));
    }
    var unknown = with(images, State.UNKNOWN);
    var silent = unknown.stream().filter(entry -> !Images.isNotAsked(entry)).toList();
    if (!unknown.isEmpty() && (strict || !silent.isEmpty())) {
      var worst = silent.isEmpty() ? unknown : silent;
      return unknown(
          "%d of %d cannot be found out about: %s"
              .formatted(unknown.size(), images.size(), shown(worst)),
          strict);
    }
    if (!inventory.problems().isEmpty()) {
      return unknown(
          "not all of the bundle can be read: " + String.join("; ", inventory.problems()), strict);
    }
    if (inventory.leftOut().images() > 0) {
      return unknown(
          "%d images more than the record has room for".formatted(inventory.leftOut().images()),
          strict);
    }
    var present = with(images, State.PRESENT);
    if (present.isEmpty() && !unknown.isEmpty()) {
      return check(
          Result.SKIPPED,
          "%d images, in registries that are not asked (inside.ask)".formatted(unknown.size()));
    }
    return check(Result.PASS, passed(images, present, unknown));
  }

  private static String passed(
      List<ImageEntry> images, List<ImageEntry> present, List<ImageEntry> notAsked) {
    if (images.isEmpty()) {
      return "the bundle names no image";
    }
    var moved = present.stream().filter(entry -> entry.why() != null).toList();
    return "%d images are there".formatted(present.size())
        + (notAsked.isEmpty()
            ? ""
            : "; %d are in registries that are not asked (inside.ask)".formatted(notAsked.size()))
        + (moved.isEmpty() ? "" : "; " + shown(moved));
  }

  static Check unreadable(String why, boolean strict) {
    return unknown("the bundle cannot be looked into: " + why, strict);
  }

  private static Check unknown(String detail, boolean strict) {
    return check(
        strict ? Result.FAIL : Result.UNKNOWN, strict ? detail + " (inside: require)" : detail);
  }

  private static Check check(Result result, String detail) {
    return new Check(Examiner.IMAGES, Guard.SAFETY, result, detail);
  }

  private static List<ImageEntry> with(List<ImageEntry> images, State state) {
    return images.stream().filter(entry -> entry.state() == state).toList();
  }

  private static String shown(List<ImageEntry> entries) {
    var first =
        entries.stream()
            .limit(SHOWN)
            .map(entry ->
                Text.clipped(entry.image(), NAME_BYTES)
                    + (entry.why() == null
                        ? ""
                        : " (" + Text.clipped(entry.why(), WHY_BYTES) + ")"))
            .collect(Collectors.joining(", "));
    return entries.size() > SHOWN ? first + ", …" : first;
  }
}
