package io.tagtrail.flux.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a credential may do in a cluster, from what `kubectl auth can-i --list` prints. Tagtrail
/// does not ask the cluster itself: that question is a POST, and it sends none.
public final class Rights {
  private static final Set<String> READING = Set.of("get", "list", "watch");

  /// Everybody may ask what they may do; nothing is kept of it.
  private static final Pattern ASKING =
      Pattern.compile("self[a-z]+reviews\\.(?:authorization|authentication)\\.k8s\\.io");

  private static final Pattern LISTS = Pattern.compile("\\[([^\\[\\]]*)]");

  private Rights() {}

  /// Each right that is not reading, as `patch deployments.apps`; empty where there is none.
  ///
  /// @throws io.tagtrail.core.model.InvalidValueException if it is no such list
  public static List<String> writes(String printed) {
    var lines = printed.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().startsWith("Resources ")) {
      throw new io.tagtrail.core.model.InvalidValueException(
          "not what kubectl auth can-i --list prints: it begins with Resources");
    }
    var writes = new TreeSet<String>();
    for (var line : lines.subList(1, lines.size())) {
      var lists = new ArrayList<String>();
      var found = LISTS.matcher(line);
      while (found.find()) {
        lists.add(found.group(1));
      }
      int end = line.indexOf(' ');
      var resource = end <= 0 ? "" : line.substring(0, end);
      if (lists.isEmpty() || ASKING.matcher(resource).matches()) {
        continue;
      }
      // The last column has the verbs; a line without a resource is of addresses as /healthz.
      for (var verb : lists.getLast().split("\\s+", -1)) {
        if (!verb.isEmpty() && !READING.contains(verb)) {
          writes.add(verb + " " + (resource.isEmpty() ? lists.getFirst() : resource));
        }
      }
    }
    return List.copyOf(writes);
  }
}
