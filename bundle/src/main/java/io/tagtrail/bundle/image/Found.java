package io.tagtrail.bundle.image;

import io.tagtrail.bundle.bound.UnreadableException;
import io.tagtrail.bundle.model.ImageUse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The images that were found in one bundle, each once for whatever names it.
final class Found {
  static final int MOST = 10_000;
  static final int MOST_LETTERS = 2 << 20;

  private final Set<ImageUse> all = new LinkedHashSet<>();
  private int letters;

  /// @throws UnreadableException if there are more than a bundle may name
  void add(ImageUse use) {
    if (!all.add(use)) {
      return;
    }
    letters += use.image().length() + use.in().length();
    if (all.size() > MOST || letters > MOST_LETTERS) {
      throw new UnreadableException(
          "it names more than %d images, or in more than %d MiB of text"
              .formatted(MOST, MOST_LETTERS >> 20));
    }
  }

  List<ImageUse> all() {
    return List.copyOf(all);
  }
}
