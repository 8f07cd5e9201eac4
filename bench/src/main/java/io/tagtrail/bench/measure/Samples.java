package io.tagtrail.bench.measure;

import java.util.Arrays;

/// Durations in nanoseconds, in the order in which they were taken.
public final class Samples {
  private long[] nanos = new long[64];
  private int size;

  public void add(long duration) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = duration;
  }

  public void addAll(Samples others) {
    for (int i = 0; i < others.size; i++) {
      add(others.nanos[i]);
    }
  }

  public int size() {
    return size;
  }

  long get(int index) {
    return nanos[index];
  }

  public long median() {
    return percentile(50);
  }

  /// The smallest sample that at least this share of all do not exceed (nearest rank).
  public long percentile(double percent) {
    if (size == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    var sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * size);
    return sorted[Math.max(rank, 1) - 1];
  }

  /// The ratio of the medians, these to those.
  public double over(Samples other) {
    return (double) median() / other.median();
  }

  /// The median of the ratios of samples that were taken one after the other: what slows both of a
  /// pair down does not show.
  public double pairedOver(Samples other) {
    int pairs = Math.min(size, other.size);
    var ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      ratios[i] = (double) nanos[i] / other.nanos[i];
    }
    Arrays.sort(ratios);
    return ratios[pairs / 2];
  }
}
