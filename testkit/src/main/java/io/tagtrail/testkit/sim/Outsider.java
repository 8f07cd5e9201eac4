package io.tagtrail.testkit.sim;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Somebody who writes to the registries round Tagtrail.
final class Outsider {
  private final World world;

  Outsider(World world) {
    this.world = world;
  }

  /// Points a tag at a bundle that is there, or at nothing.
  void sets(Location location, @Nullable Digest digest) {
    world.say("outsider moves {} to {}", location, Sample.name(digest));
    world.model.outside(location, digest, world.tick, world.now + World.SETTLE);
  }

  /// Moves some tag to some bundle.
  ///
  /// @param andBack whether it comes back after a while
  void moves(SplittableRandom dice, boolean andBack) {
    var location = any(dice);
    var before = world.model.tag(location);
    var there =
        world.model.manifests(location.repository()).stream().filter(Sample::isBundle).toList();
    if (there.isEmpty()) {
      return;
    }
    sets(location, there.get(dice.nextInt(there.size())));
    if (andBack && before != null) {
      world.at(
          world.now + dice.nextLong(1, 2 * World.SETTLE),
          () -> {
            if (world.model.manifest(location.repository(), before) != null) {
              sets(location, before);
            }
          });
    }
  }

  void deletes(SplittableRandom dice) {
    sets(any(dice), null);
  }

  /// Points some tag at what some keep-tag of its repository keeps: what people do while Tagtrail
  /// is away.
  void usesKeepTag(SplittableRandom dice) {
    var location = any(dice);
    var repository = location.repository();
    var keepTags =
        world.model.tags(repository).stream()
            .filter(tag -> !tag.isMarker())
            .filter(tag ->
                world.locations.stream()
                    .anyMatch(alias -> tag.value().startsWith(alias.tag() + ".")))
            .toList();
    if (!keepTags.isEmpty()) {
      var keep = repository.at(keepTags.get(dice.nextInt(keepTags.size())));
      sets(location, Objects.requireNonNull(world.model.tag(keep)));
    }
  }

  private Location any(SplittableRandom dice) {
    var all = List.copyOf(world.locations);
    return all.get(dice.nextInt(all.size()));
  }
}
