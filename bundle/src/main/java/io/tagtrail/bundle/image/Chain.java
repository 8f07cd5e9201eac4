package io.tagtrail.bundle.image;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What kustomizations do to images, one around the other. It shares what is around it, and is
/// there once, however many folders it is for.
final class Chain {
  private final Transforms own;
  private final @Nullable Chain outer;
  private final Map<Transforms, Chain> inner = new HashMap<>();

  private Chain(Transforms own, @Nullable Chain outer) {
    this.own = own;
    this.outer = outer;
  }

  /// One that does nothing.
  static Chain outermost() {
    return new Chain(Transforms.NONE, null);
  }

  /// The chain that does something before this one does.
  Chain after(Transforms first, Effort effort) {
    if (first == Transforms.NONE) {
      return this;
    }
    return inner.computeIfAbsent(
        first,
        own -> {
          effort.link();
          return new Chain(own, this);
        });
  }

  String apply(String image, Effort effort) {
    var now = image;
    for (var each = this; each != null; each = each.outer) {
      now = each.own.apply(now, effort);
    }
    return now;
  }
}
