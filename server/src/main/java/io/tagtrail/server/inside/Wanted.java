package io.tagtrail.server.inside;

import io.tagtrail.bundle.inventory.ImageEntry;
import io.tagtrail.bundle.model.ImageUse;
import io.tagtrail.core.model.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image that is to be looked for.
///
/// @param guessed whether nothing but convention says its tag, so that its absence proves nothing
/// @param recorded what it resolved to when it was recorded; null where it was not
record Wanted(
    String image, boolean guessed, @Nullable Digest recorded, List<String> in, long uses) {
  static List<Wanted> of(List<ImageUse> uses) {
    var byImage = new LinkedHashMap<String, List<ImageUse>>();
    for (var use : uses) {
      byImage.computeIfAbsent(use.image(), image -> new ArrayList<>()).add(use);
    }
    return byImage.entrySet().stream()
        .map(each ->
            new Wanted(
                each.getKey(),
                each.getValue().stream().allMatch(use -> use.origin() == ImageUse.Origin.ASSUMED),
                null,
                each.getValue().stream()
                    .map(ImageUse::in)
                    .distinct()
                    .limit(ImageEntry.SHOWN_USES)
                    .toList(),
                each.getValue().size()))
        .toList();
  }

  static Wanted of(ImageEntry entry) {
    boolean present = entry.state() == ImageEntry.State.PRESENT;
    return new Wanted(
        entry.image(), entry.assumed(), present ? entry.digest() : null, entry.in(), entry.uses());
  }

  ImageEntry as(ImageEntry.State state, @Nullable Digest digest, @Nullable String why) {
    return new ImageEntry(image, state, digest, why, in, uses, guessed);
  }
}
