package io.tagtrail.flux.discovery;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.flux.kube.Kind;
import io.tagtrail.flux.kube.KubeObject;
import io.tagtrail.flux.status.ClusterView;
import io.tagtrail.flux.status.Followed;
import io.tagtrail.flux.status.Sources;
import io.tagtrail.flux.status.Workloads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Proposes aliases from OCIRepository objects, and says which of them no tag governs.
public final class Discovery {
  private static final Pattern ONE_BUILD =
      Pattern.compile("(?:.*[-_.])?(?:sha|git|commit)?[-_]?[0-9a-f]{7,40}|[0-9]{8,}.*");

  private final Map<String, List<String>> users = new HashMap<>();
  private final TreeMap<String, List<KubeObject>> byLocation = new TreeMap<>();
  private final List<Ungoverned> ungoverned = new ArrayList<>();
  private final Set<Alias> taken = new HashSet<>();

  private Discovery() {}

  public static Found of(FluxObjects read) {
    return new Discovery().found(read);
  }

  private Found found(FluxObjects read) {
    for (var object : read.objects()) {
      var source = object.is(Kind.OCI_REPOSITORY) ? null : Workloads.source(object);
      if (source != null) {
        users
            .computeIfAbsent(source, key -> new ArrayList<>())
            .add("%s %s".formatted(object.kind(), object.key()));
      }
    }
    for (var object : read.objects()) {
      if (object.is(Kind.OCI_REPOSITORY)) {
        sort(object);
      }
    }
    var aliases = new ArrayList<ProposedAlias>();
    byLocation.forEach((text, readers) -> {
      var proposed = proposed(Location.parse(text), readers);
      if (proposed != null) {
        aliases.add(proposed);
      }
    });
    aliases.sort(Comparator.comparing(ProposedAlias::alias));
    ungoverned.sort(Comparator.comparing(Ungoverned::object));
    return new Found(aliases, ungoverned, pattern(aliases), read.notes());
  }

  private void sort(KubeObject object) {
    switch (Followed.of(object)) {
      case Followed.ByTag(var location) when location.tag().isVersion() ->
          not(
              object,
              "it follows the tag %s, which is a version".formatted(location.tag()),
              "a tag that is an environment's name, as prod; Tagtrail moves none that parses as a"
                  + " version, because semver references would pick it up");
      case Followed.ByTag(var location) when ONE_BUILD.matcher(location.tag().value()).matches() ->
          not(
              object,
              "it follows the tag %s, which names one build".formatted(location.tag()),
              "a tag that is moved from build to build, as prod");
      case Followed.ByTag(var location) ->
          byLocation.computeIfAbsent(location.toString(), key -> new ArrayList<>()).add(object);
      case Followed.ByVersion by ->
          not(
              object,
              "it follows the newest version in %s%s: whoever pushes a version decides what runs"
                  .formatted(
                      by.range(),
                      by.filter().isEmpty() ? "" : " (among tags like " + by.filter() + ")"),
              "spec.ref.tag with an environment's name, and no semver");
      case Followed.ByDigest by ->
          not(
              object,
              "it follows the digest %s, which whoever writes the object decides"
                  .formatted(by.digest()),
              "spec.ref.tag with an environment's name; or keep the digest and take it from the"
                  + " ledger (a ResourceSetInputProvider of the type ExternalService: docs/flux.md)");
      case Followed.Unclear unclear -> not(object, unclear.why(), "an oci:// url and spec.ref.tag");
    }
  }

  private void not(KubeObject object, String reason, String instead) {
    var url = object.text("spec", "url");
    ungoverned.add(new Ungoverned(object.key(), url == null ? "" : url, reason, instead));
  }

  private @Nullable ProposedAlias proposed(Location location, List<KubeObject> objects) {
    var alias = alias(location);
    if (alias == null) {
      for (var object : objects) {
        not(
            object,
            "no name of an environment or an application can be made of " + location,
            "name it in tagtrail.yaml by hand, with its location");
      }
      return null;
    }
    taken.add(alias);
    var readers =
        objects.stream().map(this::reader).sorted(Comparator.comparing(Reader::object)).toList();
    return new ProposedAlias(alias, location, readers, notes(alias, location, readers));
  }

  private Reader reader(KubeObject object) {
    return new Reader(
        object.key(),
        users.getOrDefault(object.key(), List.of()).stream().sorted().toList(),
        Sources.verify(object),
        object.flag("spec", "suspend"),
        ClusterView.consumed(object));
  }

  private @Nullable Alias alias(Location location) {
    var environment = Names.environment(location);
    if (environment == null) {
      return null;
    }
    for (var application : Names.applications(location, environment)) {
      var alias = new Alias(application, environment);
      if (!taken.contains(alias)) {
        return alias;
      }
    }
    return null;
  }

  private static List<String> notes(Alias alias, Location location, List<Reader> readers) {
    var notes = new ArrayList<String>();
    if (readers.size() > 1) {
      notes.add(
          "%d sources follow this one tag: they move together, and cannot be promoted apart"
              .formatted(readers.size()));
    }
    if (location.tag().value().equals("latest")) {
      notes.add("the tag is latest, which builds often push: see that only Tagtrail moves it");
    }
    if (!alias.environment().equals(location.tag().value())) {
      notes.add("the environment is a guess from %s".formatted(location));
    }
    var digests = readers.stream().map(Reader::consumed).distinct().toList();
    if (digests.size() > 1) {
      notes.add("its sources hold different bundles at the moment");
    }
    for (var reader : readers) {
      if (reader.suspended()) {
        notes.add("%s is suspended: it takes nothing new".formatted(reader.object()));
      }
      if (reader.users().isEmpty()) {
        notes.add("nothing takes the content of %s".formatted(reader.object()));
      }
    }
    return notes;
  }

  private static @Nullable String pattern(List<ProposedAlias> aliases) {
    String common = null;
    for (var each : aliases) {
      var repository = each.location().repository().toString();
      var ending = "/" + each.alias().application();
      if (!repository.endsWith(ending)
          || !each.location().tag().value().equals(each.alias().environment())) {
        return null;
      }
      var prefix = repository.substring(0, repository.length() - ending.length());
      if (common != null && !common.equals(prefix)) {
        return null;
      }
      common = prefix;
    }
    return common == null ? null : common + "/{application}:{environment}";
  }
}
