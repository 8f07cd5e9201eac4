package io.tagtrail.bundle.image;

import io.tagtrail.bundle.bound.UnreadableException;

/// What finding the images of one bundle has cost: a few kilobytes of kustomizations can ask for
/// resources × transforms × images of work, and of memory. One for all of a bundle.
final class Effort {
  /// As a bundle takes of ten thousand images, each in four overlays three deep, ten times over.
  static final int MOST = 2_000_000;

  /// Something that stays in memory.
  private static final int LINK = 50;

  private static final int LETTERS = 64;

  private int steps;

  /// @throws UnreadableException if it was one step too many
  void step() {
    steps(1);
  }

  /// A step on a text: a long one costs more.
  void step(String text) {
    steps(1 + text.length() / LETTERS);
  }

  void link() {
    steps(LINK);
  }

  int steps() {
    return steps;
  }

  private void steps(int more) {
    steps += more;
    if (steps > MOST) {
      throw new UnreadableException(
          "its kustomizations take more than %d steps to follow: resources, overlays and images"
                  .formatted(MOST)
              + " multiply");
    }
  }
}
