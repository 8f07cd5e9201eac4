package io.tagtrail.cli.world;

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
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.core.registry.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Registries in memory that fail as they are told to.
public final class FakeRegistry implements Registry {
  private final Map<Repository, Map<Digest, Manifest>> manifests = new HashMap<>();
  private final Map<Location, Digest> tags = new HashMap<>();
  private final Map<Digest, Document> referrers = new HashMap<>();

  /// Every write, in order.
  public final List<String> writes = new ArrayList<>();

  /// What every read fails with; null where none does.
  public @Nullable RegistryException readsFail;

  /// What every put fails with, after it landed if it says that it may have.
  public @Nullable RegistryException putsFail;

  /// Whether a put whose outcome is unknown lands.
  public boolean lands;

  /// What else happens while a put fails.
  public Runnable meanwhile = () -> {};

  public @Nullable RegistryException attachFails;

  public static RegistryException failure(Kind kind, Applied applied, int status, String message) {
    return new RegistryException(kind, applied, status, message, null);
  }

  public void push(Location location, Manifest manifest) {
    add(location.repository(), manifest);
    tags.put(location, manifest.digest());
  }

  public void delete(Location location) {
    tags.remove(location);
  }

  public void lose(Repository repository, Digest digest) {
    at(repository).remove(digest);
  }

  public @Nullable Digest tag(Location location) {
    return tags.get(location);
  }

  private void add(Repository repository, Manifest manifest) {
    at(repository).put(manifest.digest(), manifest);
  }

  private Map<Digest, Manifest> at(Repository repository) {
    return manifests.computeIfAbsent(repository, name -> new HashMap<>());
  }

  private void read() {
    if (readsFail != null) {
      throw readsFail;
    }
  }

  @Override
  public Optional<Descriptor> head(Reference reference) {
    return fetch(reference).map(Manifest::descriptor);
  }

  @Override
  public Optional<Manifest> fetch(Reference reference) {
    read();
    var digest = reference.digest();
    var tag = reference.tag();
    if (digest == null && tag != null) {
      digest = tags.get(reference.repository().at(tag));
    }
    return Optional.ofNullable(digest).map(at(reference.repository())::get);
  }

  @Override
  public void put(Location location, Manifest manifest) {
    writes.add("put " + location + " " + manifest.digest().shortHex());
    boolean alias = !location.tag().isKeepTag() && !location.tag().isMarker();
    if (putsFail != null && alias) {
      if (putsFail.applied() == Applied.UNKNOWN && lands) {
        push(location, manifest);
      }
      meanwhile.run();
      throw putsFail;
    }
    push(location, manifest);
  }

  @Override
  public Presence inspect(Repository repository, Descriptor bundle, Progress progress) {
    read();
    return at(repository).containsKey(bundle.digest())
        ? new Presence.Whole(3, bundle.size())
        : new Presence.Broken(List.of(bundle.digest()), "the manifest is missing");
  }

  @Override
  public Optional<Manifest> resolve(Source source) {
    return switch (source) {
      case Source.InRegistry in -> fetch(in.reference());
      case Source.InLayout layout ->
          throw failure(Kind.NOT_FOUND, Applied.NO, 0, "no layout at " + layout.folder());
    };
  }

  @Override
  public CopyReport copy(Source source, Manifest bundle, Repository target, Progress progress) {
    writes.add("copy " + target + " " + bundle.digest().shortHex());
    progress.at("copying", 1, 2);
    add(target, bundle);
    return new CopyReport(1, 2, 1234, 0, 0, 0);
  }

  @Override
  public Digest attach(Repository repository, Descriptor subject, Referrer referrer) {
    if (attachFails != null) {
      throw attachFails;
    }
    var document = new Document(referrer.artifactType(), referrer.content());
    referrers.put(document.digest(), document);
    return document.digest();
  }

  @Override
  public List<Descriptor> referrers(Repository repository, Digest subject, String artifactType) {
    read();
    return referrers.values().stream().map(Document::descriptor).toList();
  }

  @Override
  public Optional<Document> referrer(Repository repository, Digest manifest) {
    read();
    return Optional.ofNullable(referrers.get(manifest));
  }

  @Override
  public List<Tag> tags(Repository repository) {
    read();
    return tags.keySet().stream()
        .filter(location -> location.repository().equals(repository))
        .map(Location::tag)
        .toList();
  }
}
