package io.tagtrail.server.doctor;

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
import java.util.List;
import java.util.Optional;

/// A registry as somebody sees it who may not push.
final class Door implements Registry {
  private final Registry inner;
  private final int status;
  final List<Manifest> sent = new ArrayList<>();
  boolean reads = true;
  Runnable meanwhile = () -> {};

  Door(Registry inner, int status) {
    this.inner = inner;
    this.status = status;
  }

  private RegistryException refused() {
    var kind =
        switch (status) {
          case 401, 403 -> Kind.DENIED;
          case 404 -> Kind.NOT_FOUND;
          case 503 -> Kind.UNAVAILABLE;
          default -> Kind.REJECTED;
        };
    return new RegistryException(kind, Applied.NO, status, "the door is shut", null);
  }

  @Override
  public Optional<Descriptor> head(Reference reference) {
    if (!reads) {
      throw refused();
    }
    return inner.head(reference);
  }

  @Override
  public Optional<Manifest> fetch(Reference reference) {
    return inner.fetch(reference);
  }

  @Override
  public void put(Location location, Manifest manifest) {
    sent.add(manifest);
    meanwhile.run();
    throw refused();
  }

  @Override
  public Presence inspect(Repository repository, Descriptor bundle, Progress progress) {
    return inner.inspect(repository, bundle, progress);
  }

  @Override
  public Optional<Manifest> resolve(Source source) {
    return inner.resolve(source);
  }

  @Override
  public CopyReport copy(Source source, Manifest bundle, Repository target, Progress progress) {
    throw refused();
  }

  @Override
  public Digest attach(Repository repository, Descriptor subject, Referrer referrer) {
    throw refused();
  }

  @Override
  public List<Descriptor> referrers(Repository repository, Digest subject, String artifactType) {
    return inner.referrers(repository, subject, artifactType);
  }

  @Override
  public Optional<Document> referrer(Repository repository, Digest manifest) {
    return inner.referrer(repository, manifest);
  }

  @Override
  public List<Tag> tags(Repository repository) {
    return inner.tags(repository);
  }
}
