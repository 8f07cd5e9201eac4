package io.tagtrail.cli;

import io.tagtrail.cli.show.ClustersPage;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.wire.Ages;
import io.tagtrail.server.wire.Convergence;
import io.tagtrail.server.wire.Convergence.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whether one source of a cluster, or a cluster of which no source is known, is where it is waited
/// for to be. Only what was seen counts: in a look at everything, and not before the time from
/// which on it has to be so.
///
/// @param key what it is about, to tell whether something changed
/// @param phase changes where somebody should be told again
/// @param said one sentence for people
/// @param counts whether there is nothing left to wait for
record Standing(String key, String phase, String said, boolean counts) {

  /// From when on a cluster has to have been looked into, by Tagtrail's clock.
  ///
  /// @param name what was then, for people: `the move`
  record From(Instant time, String name) {}

  /// How all that is waited for stands.
  ///
  /// @param names the clusters that are waited for; empty for every one that follows the tag, and
  ///   then one that nobody can say that of stands in the way
  /// @param all how far they are, of those that are waited for
  /// @param seen every cluster that reports
  static List<Standing> all(
      Collection<String> names,
      List<Convergence> all,
      List<ClusterSeen> seen,
      From from,
      @Nullable Location location,
      Instant now) {
    var standing = new ArrayList<Standing>();
    all.forEach(each -> standing.add(of(each, from, now)));
    var following = all.stream().map(each -> each.of().cluster()).collect(Collectors.toSet());
    var others = new TreeMap<String, ClusterSeen>();
    seen.forEach(each -> others.put(each.cluster(), each));
    others.keySet().removeAll(following);
    names.stream()
        .filter(name -> !following.contains(name))
        .sorted()
        .forEach(name -> standing.add(missing(name, others.get(name), location, now)));
    if (names.isEmpty()) {
      others.values().stream()
          .filter(each -> each.stale() || each.problem() != null)
          .forEach(each -> standing.add(notLookedInto(each, location, now)));
    }
    return standing;
  }

  private static Standing of(Convergence each, From from, Instant now) {
    var of = each.of();
    var key = "%s %s/%s".formatted(of.cluster(), of.source().namespace(), of.source().name());
    var said = "%s %s: ".formatted(of.cluster(), ClustersPage.word(each.state()));
    if (each.state() != State.APPLIED) {
      return new Standing(key, each.state().label(), said + each.text(), false);
    }
    if (of.partial()) {
      return new Standing(
          key,
          "partial",
          "%s%s (tagtrail clusters), and that can hide what fails".formatted(said, each.text()),
          false);
    }
    if (of.looked().isBefore(from.time())) {
      return new Standing(
          key,
          "earlier",
          "%sthat was seen %s; nobody looked into it since %s"
              .formatted(said, Ages.both(of.looked(), now), from.name()),
          false);
    }
    return new Standing(key, each.state().label(), said + each.text(), true);
  }

  private static Standing missing(
      String name, @Nullable ClusterSeen seen, @Nullable Location location, Instant now) {
    return seen != null && (seen.stale() || seen.problem() != null)
        ? notLookedInto(seen, location, now)
        : new Standing(
            name,
            "missing",
            "%s reports no source that follows %s".formatted(name, location),
            false);
  }

  private static Standing notLookedInto(
      ClusterSeen seen, @Nullable Location location, Instant now) {
    var problem = seen.problem();
    return new Standing(
        seen.cluster(),
        "not looked into",
        "%s %s: last heard of %s%s; whether it follows %s is not known"
            .formatted(
                seen.cluster(),
                seen.stale() ? "SILENT" : "UNKNOWN",
                Ages.both(seen.heard(), now),
                problem == null ? "" : "; " + problem,
                location),
        false);
  }
}
