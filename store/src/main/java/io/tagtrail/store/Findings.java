package io.tagtrail.store;

import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects findings up to a bound, and counts the rest.
final class Findings {
  private static final int WHAT_BYTES = 500;

  private final List<Finding> list = new ArrayList<>();
  private long more;

  void add(Finding.Kind kind, @Nullable Long index, String what) {
    if (list.size() < CheckReport.MAX_FINDINGS) {
      list.add(new Finding(kind, index, Text.clipped(what, WHAT_BYTES)));
    } else {
      more++;
    }
  }

  void add(Finding.Kind kind, String what) {
    add(kind, null, what);
  }

  List<Finding> list() {
    return list;
  }

  long more() {
    return more;
  }
}
