package io.tagtrail.server.config;

import io.tagtrail.bundle.image.KindPaths;
import io.tagtrail.core.model.Text;
import java.time.Duration;
import java.util.List;

/// How bundles are looked into.
///
/// @param crds where custom resources name their images
/// @param ignore globs of images (`registry/repository:tag`, as they are written) that are not
///   asked for
/// @param ask globs of registries that are asked for images, besides those that the configuration
///   names anyway: a bundle must not make a server call whatever address it likes
/// @param patience how long the registries of one bundle's images are asked, all together
public record InsideConfig(
    List<KindPaths> crds, List<String> ignore, List<String> ask, Duration patience) {
  public static final int MOST = 500;
  static final int GLOB_BYTES = 255;
  static final Duration SHORTEST = Duration.ofMillis(100);
  static final Duration LONGEST = Duration.ofMinutes(1);
  public static final InsideConfig USUAL =
      new InsideConfig(List.of(), List.of(), List.of(), Duration.ofSeconds(8));

  public InsideConfig {
    crds = List.copyOf(crds);
    ignore = List.copyOf(ignore);
    ask = List.copyOf(ask);
    if (crds.size() > MOST || ignore.size() > MOST || ask.size() > MOST) {
      throw new IllegalArgumentException("a list has at most %d entries".formatted(MOST));
    }
    ignore.forEach(glob -> Text.bounded("an image to ignore", glob, GLOB_BYTES));
    ask.forEach(glob -> Text.bounded("a registry to ask", glob, GLOB_BYTES));
    if (patience.compareTo(SHORTEST) < 0 || patience.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("patience is 100ms to 1m, not " + patience);
    }
  }
}
