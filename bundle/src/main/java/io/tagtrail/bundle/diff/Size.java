package io.tagtrail.bundle.diff;

import io.tagtrail.bundle.yaml.Value;

/// How many values a value is, with each alias written out. No more are counted than are asked for.
final class Size {
  private int left;

  private Size(int most) {
    this.left = most;
  }

  static boolean isWithin(int most, Value value) {
    var size = new Size(most);
    size.count(value);
    return size.left >= 0;
  }

  private void count(Value value) {
    if (--left < 0) {
      return;
    }
    switch (value) {
      case Value.Mapping mapping -> each(mapping.entries().values());
      case Value.Items items -> each(items.values());
      case Value.Scalar scalar -> {
        // One value.
      }
    }
  }

  private void each(Iterable<Value> values) {
    for (var value : values) {
      if (left < 0) {
        return;
      }
      count(value);
    }
  }
}
