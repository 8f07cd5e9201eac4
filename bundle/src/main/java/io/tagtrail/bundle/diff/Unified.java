package io.tagtrail.bundle.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MeyersDiffWithLinearSpace;
import java.util.ArrayList;
import java.util.List;

/// Unified diffs of texts, bounded: what is common at both ends is taken off before, and texts that
/// differ in too many lines are not compared line by line.
final class Unified {
  private static final int CONTEXT = 3;
  private static final int MOST_LINES = 4_000;
  private static final int MOST_SHOWN = 400;

  private Unified() {}

  static List<String> of(List<String> before, List<String> after) {
    if (before.equals(after)) {
      return List.of();
    }
    int head = commonHead(before, after);
    int tail = commonTail(before, after, head);
    int differing = before.size() + after.size() - 2 * (head + tail);
    if (differing > MOST_LINES) {
      return List.of("(%d lines differ: too many to show)".formatted(differing));
    }
    // The library sees what differs and its context; its line numbers are moved by what it does
    // not see.
    int from = Math.max(0, head - CONTEXT);
    int less = Math.max(0, tail - CONTEXT);
    var left = before.subList(from, before.size() - less);
    var right = after.subList(from, after.size() - less);
    var patch = DiffUtils.diff(left, right, new MeyersDiffWithLinearSpace<String>());
    var lines = UnifiedDiffUtils.generateUnifiedDiff("a", "b", left, patch, CONTEXT);
    var shown = new ArrayList<String>();
    for (var line : removedFirst(lines.subList(Math.min(2, lines.size()), lines.size()))) {
      if (shown.size() == MOST_SHOWN) {
        shown.add("(%d more lines)".formatted(lines.size() - 2 - MOST_SHOWN));
        break;
      }
      shown.add(line.startsWith("@@") ? moved(line, from) : line);
    }
    return shown;
  }

  /// What was removed before what was added in its place, as everybody reads a diff.
  private static List<String> removedFirst(List<String> lines) {
    var sorted = new ArrayList<String>();
    var added = new ArrayList<String>();
    for (var line : lines) {
      if (line.startsWith("+")) {
        added.add(line);
        continue;
      }
      if (!line.startsWith("-")) {
        sorted.addAll(added);
        added.clear();
      }
      sorted.add(line);
    }
    sorted.addAll(added);
    return sorted;
  }

  private static String moved(String header, int by) {
    var parts = header.split("[ ,]", -1);
    return "@@ -%d,%s +%d,%s @@"
        .formatted(
            Integer.parseInt(parts[1].substring(1)) + by,
            parts[2],
            Integer.parseInt(parts[3].substring(1)) + by,
            parts[4]);
  }

  private static int commonHead(List<String> one, List<String> other) {
    int most = Math.min(one.size(), other.size());
    int common = 0;
    while (common < most && one.get(common).equals(other.get(common))) {
      common++;
    }
    return common;
  }

  private static int commonTail(List<String> one, List<String> other, int head) {
    int most = Math.min(one.size(), other.size()) - head;
    int common = 0;
    while (common < most
        && one.get(one.size() - 1 - common).equals(other.get(other.size() - 1 - common))) {
      common++;
    }
    return common;
  }
}
