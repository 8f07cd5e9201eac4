package io.tagtrail.bundle.yaml;

import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.bound.UnreadableException;

/// What is left of a bundle's YAML documents and nodes. One for all files of a bundle.
public final class Budget {
  private final Limits limits;
  private int documents;
  private long nodes;

  public Budget(Limits limits) {
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  /// @throws UnreadableException if there are more documents than a bundle may have
  void document() {
    if (++documents > limits.documents()) {
      throw new UnreadableException(
          "it has more than %d YAML documents".formatted(limits.documents()));
    }
  }

  /// @param weight how many nodes more
  /// @throws UnreadableException if there are more than a bundle may have
  void nodes(long weight) {
    nodes += weight;
    if (nodes > limits.nodes()) {
      throw new UnreadableException(
          "its YAML has more than %d nodes, each alias counted as what it stands for"
              .formatted(limits.nodes()));
    }
  }
}
