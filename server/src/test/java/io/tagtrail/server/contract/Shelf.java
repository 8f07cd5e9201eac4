package io.tagtrail.server.contract;

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
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A registry of a few lines that does what it is told and tells what it was given: for the
/// examples. How registries fail is the business of the simulation.
final class Shelf implements Registry {
  /// Does something in place of the next PUT of a tag that is no keep-tag.
  interface InPlaceOfPut {
    void put(Location location, Manifest manifest);
  }

  private final Map<Location, Digest> tags = new HashMap<>();
  private final Map<String, Manifest> manifests = new HashMap<>();
  private final Set<Digest> lost = new HashSet<>();
  private final List<Referrer> attached = new ArrayList<>();
  private @Nullable InPlaceOfPut inPlaceOfPut;

  /// What somebody does without Tagtrail.
  void set(Location location, Manifest manifest) {
    manifests.put(key(location.repository(), manifest.digest()), manifest);
    tags.put(location, manifest.digest());
  }

  /// What a clean-up does: a tag of a bundle goes, and a layer of it. The manifest is still there,
  /// and the registry takes it under no tag any more.
  void cleanUp(Location tag) {
    lost.add(Objects.requireNonNull(tags.remove(tag), "there is such a tag"));
  }

  void nextPut(InPlaceOfPut instead) {
    inPlaceOfPut = instead;
  }

  List<Referrer> attached() {
    return attached;
  }

  @Override
  public Optional<Descriptor> head(Reference reference) {
    return fetch(reference).map(Manifest::descriptor);
  }

  @Override
  public Optional<Manifest> fetch(Reference reference) {
    var digest = reference.digest();
    if (digest == null) {
      digest = tags.get(new Location(reference.repository(), tag(reference)));
    }
    return digest == null
        ? Optional.empty()
        : Optional.ofNullable(manifests.get(key(reference.repository(), digest)));
  }

  @Override
  public void put(Location location, Manifest manifest) {
    if (lost.contains(manifest.digest())) {
      throw new RegistryException(
          RegistryException.Kind.REJECTED,
          RegistryException.Applied.NO,
          400,
          "a layer of it is not there",
          null);
    }
    var instead = inPlaceOfPut;
    if (instead == null || location.tag().isKeepTag()) {
      set(location, manifest);
    } else {
      inPlaceOfPut = null;
      instead.put(location, manifest);
    }
  }

  @Override
  public Presence inspect(Repository repository, Descriptor bundle, Progress progress) {
    if (lost.contains(bundle.digest())) {
      return new Presence.Broken(List.of(bundle.digest()), "a layer is not there");
    }
    return manifests.containsKey(key(repository, bundle.digest()))
        ? new Presence.Whole(3, bundle.size())
        : new Presence.Broken(List.of(bundle.digest()), "the manifest is not there");
  }

  @Override
  public Optional<Manifest> resolve(Source source) {
    return source instanceof Source.InRegistry in ? fetch(in.reference()) : Optional.empty();
  }

  @Override
  public CopyReport copy(Source source, Manifest bundle, Repository target, Progress progress) {
    manifests.put(key(target, bundle.digest()), bundle);
    return new CopyReport(1, 0, 0, 0, 0, 0);
  }

  @Override
  public Digest attach(Repository repository, Descriptor subject, Referrer referrer) {
    attached.add(referrer);
    return Digest.of(referrer.content());
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

  private static Tag tag(Reference reference) {
    return Objects.requireNonNull(reference.tag(), "a reference has a tag or a digest");
  }

  private static String key(Repository repository, Digest digest) {
    return repository + "@" + digest;
  }
}
