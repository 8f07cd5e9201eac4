package io.tagtrail.server.retention;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What a rule by count counts of a manifest: itself, or those of its tags that match.
///
/// @param bundles whether it counts manifests, so that one more tag on a bundle adds nothing
record Counting(ToLongFunction<Version> weight, boolean bundles) {
  /// Names that builds and people give, of every usual form.
  private static final List<String> USUAL =
      List.of(
          "latest",
          "main",
          "master",
          "v1.2.3",
          "1.2.3",
          "1",
          "20260131",
          "pr-1",
          "build-1",
          "sha-0123abc",
          "0123abc4567",
          "0123456789abcdef0123456789abcdef01234567",
          "sha256-" + "0a".repeat(32),
          "sha256-" + "0a".repeat(32) + ".sig",
          "x");

  static Counting manifests(Predicate<Version> takes) {
    return new Counting(version -> takes.test(version) ? 1 : 0, true);
  }

  static Counting tags(Predicate<String> takes) {
    return new Counting(version -> version.names().stream().filter(takes).count(), false);
  }

  long of(Version version) {
    return weight.applyAsLong(version);
  }

  /// Something that it counts and that no alias puts: an example for people, null where none was
  /// found. What begins with an alias's tag and a dot is taken for a keep-tag, since many rules
  /// cannot say "digits".
  @Nullable String foreign(Repository repository, Collection<String> aliasTags) {
    if (of(probe(repository, List.of())) > 0) {
      return "what has no tag";
    }
    var names =
        probes(aliasTags).stream()
            .filter(name ->
                aliasTags.stream().noneMatch(tag -> name.equals(tag) || name.startsWith(tag + ".")))
            .toList();
    for (var name : names) {
      if (of(probe(repository, List.of(name))) > 0) {
        return "tags as " + name;
      }
    }
    // A rule may ask for several tags at once.
    return of(probe(repository, names)) > 0 ? "tags of others" : null;
  }

  /// A pattern is nobody's to analyse: it is tried on the usual names, and on names that begin or
  /// end as those of the aliases do (`prod-1`, `p1` for `p*`).
  private static Set<String> probes(Collection<String> aliasTags) {
    var all = new LinkedHashSet<>(USUAL);
    for (var tag : aliasTags) {
      for (int i = tag.length(); i > 0; i--) {
        var start = tag.substring(0, i);
        all.addAll(List.of(start + "-1", start + "1", start + "x", start + "-v1.2.3", start));
      }
      for (int i = 0; i < tag.length(); i++) {
        var end = tag.substring(i);
        all.addAll(List.of("x-" + end, "1" + end, "x" + end, end));
      }
    }
    return all;
  }

  private static Version probe(Repository repository, List<String> names) {
    var stamps = new ArrayList<Stamp>();
    names.forEach(name -> stamps.add(new Stamp(name, Instant.EPOCH)));
    return new Version(
        repository,
        Digest.of(String.join(" ", names).getBytes(StandardCharsets.UTF_8)),
        false,
        stamps,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
