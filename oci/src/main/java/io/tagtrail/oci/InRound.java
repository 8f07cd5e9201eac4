package io.tagtrail.oci;

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
import io.tagtrail.oci.tree.Inspector;
import io.tagtrail.oci.tree.Round;
import java.util.List;
import java.util.Optional;

/// Registries within a round of looking. What is looked at is counted; tags are never remembered.
/// What writes goes straight through: a round has no use for it.
///
/// @param inner does it
record InRound(Registry inner, Inspector inspector, Round round) implements Registry {
  @Override
  public Optional<Descriptor> head(Reference reference) {
    round.ask(reference.repository());
    return inner.head(reference);
  }

  @Override
  public Optional<Manifest> fetch(Reference reference) {
    round.ask(reference.repository());
    return inner.fetch(reference);
  }

  @Override
  public void put(Location location, Manifest manifest) {
    inner.put(location, manifest);
  }

  @Override
  public Presence inspect(Repository repository, Descriptor bundle, Progress progress) {
    return round.presence(
        repository, bundle, () -> inspector.inspect(repository, bundle, progress));
  }

  @Override
  public Optional<Manifest> resolve(Source source) {
    return inner.resolve(source);
  }

  @Override
  public CopyReport copy(Source source, Manifest bundle, Repository target, Progress progress) {
    return inner.copy(source, bundle, target, progress);
  }

  @Override
  public Digest attach(Repository repository, Descriptor subject, Referrer referrer) {
    return inner.attach(repository, subject, referrer);
  }

  @Override
  public List<Descriptor> referrers(Repository repository, Digest subject, String artifactType) {
    round.ask(repository);
    return inner.referrers(repository, subject, artifactType);
  }

  @Override
  public Optional<Document> referrer(Repository repository, Digest manifest) {
    round.ask(repository);
    return inner.referrer(repository, manifest);
  }

  @Override
  public List<Tag> tags(Repository repository) {
    round.ask(repository);
    return inner.tags(repository);
  }
}
