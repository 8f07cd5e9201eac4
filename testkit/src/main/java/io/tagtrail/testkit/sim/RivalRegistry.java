package io.tagtrail.testkit.sim;

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
import java.util.List;
import java.util.Optional;

/// The same registries as somebody else reaches them: always in time and true, but others may run
/// between any two calls, and the process may die at each.
final class RivalRegistry implements Registry {
  private final SimProcess me;
  private final World world;

  RivalRegistry(SimProcess me) {
    this.me = me;
    this.world = me.world;
  }

  private RegistryModel model() {
    world.call(me, Call.AFTER);
    return world.model;
  }

  @Override
  public Optional<Descriptor> head(Reference reference) {
    return fetch(reference).map(Manifest::descriptor);
  }

  @Override
  public Optional<Manifest> fetch(Reference reference) {
    var model = model();
    var tag = reference.tag();
    var digest =
        reference.digest() != null || tag == null
            ? reference.digest()
            : model.tag(reference.repository().at(tag));
    return Optional.ofNullable(
        digest == null ? null : model.manifest(reference.repository(), digest));
  }

  @Override
  public void put(Location location, Manifest manifest) {
    var model = model();
    world.say("the rival put {} {}", location, Sample.name(manifest.digest()));
    if (location.tag().isKeepTag() && !model.hadAnything(location, me.began)) {
      // Two that look at once both find the number free, and no registry compares and sets.
      world.invariants.mayOverwrite(location);
    }
    if (location.tag().isKeepTag() || location.tag().isMarker()) {
      model.land(location, manifest, world.tick, world.now);
    } else {
      model.push(location.repository(), manifest);
      world.outsider.sets(location, manifest.digest());
    }
  }

  @Override
  public Presence inspect(Repository repository, Descriptor bundle, Progress progress) {
    return model().isWhole(repository, bundle.digest())
        ? new Presence.Whole(3, bundle.size())
        : new Presence.Broken(List.of(bundle.digest()), "simulated: a part is missing");
  }

  @Override
  public Optional<Manifest> resolve(Source source) {
    return source instanceof Source.InRegistry in ? fetch(in.reference()) : Optional.empty();
  }

  @Override
  public CopyReport copy(Source source, Manifest bundle, Repository to, Progress progress) {
    throw new IllegalStateException("the rival moves what is there");
  }

  @Override
  public Digest attach(Repository repository, Descriptor subject, Referrer referrer) {
    throw new IllegalStateException("the rival attaches nothing");
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
    return model().tags(repository);
  }
}
