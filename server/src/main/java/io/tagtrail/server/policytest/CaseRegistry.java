package io.tagtrail.server.policytest;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The registries of a case: every bundle of the table is whole in every repository, and tags are
/// what was put.
final class CaseRegistry implements Registry {
  private static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

  private final Map<String, Manifest> bundles = new HashMap<>();
  private final Map<Digest, Manifest> byDigest = new HashMap<>();
  private final Map<Location, Manifest> tags = new HashMap<>();

  CaseRegistry(Map<String, Map<String, String>> named) {
    named.forEach((name, annotations) -> {
      var manifest = manifest(name, annotations);
      bundles.put(name, manifest);
      byDigest.put(manifest.digest(), manifest);
    });
  }

  private static Manifest manifest(String name, Map<String, String> annotations) {
    var values = new ObjectBuilder();
    new TreeMap<>(annotations).forEach(values::put);
    Json json =
        new ObjectBuilder()
            .put("schemaVersion", 2)
            .put("mediaType", MEDIA_TYPE)
            // Two bundles that say the same of themselves are still two.
            .put("case", name)
            .put("annotations", values.build())
            .build();
    return Manifest.of(MEDIA_TYPE, json.canonicalBytes());
  }

  Manifest bundle(String name) {
    return Objects.requireNonNull(bundles.get(name), "checked when it was read");
  }

  @Override
  public Optional<Descriptor> head(Reference reference) {
    return fetch(reference).map(Manifest::descriptor);
  }

  @Override
  public Optional<Manifest> fetch(Reference reference) {
    var digest = reference.digest();
    if (digest != null) {
      return Optional.ofNullable(byDigest.get(digest));
    }
    var tag = reference.tag();
    return tag == null
        ? Optional.empty()
        : Optional.ofNullable(tags.get(new Location(reference.repository(), tag)));
  }

  @Override
  public void put(Location location, Manifest manifest) {
    tags.put(location, manifest);
  }

  @Override
  public Presence inspect(Repository repository, Descriptor bundle, Progress progress) {
    return new Presence.Whole(1, bundle.size());
  }

  @Override
  public Optional<Manifest> resolve(Source source) {
    return source instanceof Source.InRegistry there ? fetch(there.reference()) : Optional.empty();
  }

  @Override
  public CopyReport copy(Source source, Manifest bundle, Repository target, Progress progress) {
    return CopyReport.NOTHING;
  }

  @Override
  public Digest attach(Repository repository, Descriptor subject, Referrer referrer) {
    // Nothing of a case is delivered: no outbox is worked off.
    throw new IllegalStateException("a case attaches nothing");
  }

  @Override
  public List<Descriptor> referrers(Repository repository, Digest subject, String artifactType) {
    return List.of();
  }

  @Override
  public Optional<Document> referrer(Repository repository, Digest manifest) {
    return Optional.empty();
  }

  @Override
  public List<Tag> tags(Repository repository) {
    return tags.keySet().stream()
        .filter(location -> location.repository().equals(repository))
        .map(Location::tag)
        .toList();
  }
}
