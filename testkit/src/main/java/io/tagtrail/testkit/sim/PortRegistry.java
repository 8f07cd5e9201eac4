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
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.core.registry.Source;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A process's client of the registries: every call may be the moment at which something goes
/// wrong.
final class PortRegistry implements Registry {
  private static final long MILLI = 1_000_000;
  private final World world;
  private final SimProcess me;
  private final RegistryModel model;
  private @Nullable Descriptor target;

  PortRegistry(World world, SimProcess me) {
    this.world = world;
    this.me = me;
    this.model = world.model;
  }

  @Override
  public Optional<Descriptor> head(Reference reference) {
    var tag = reference.tag();
    if (reference.digest() != null || tag == null) {
      return find(reference).map(Manifest::descriptor);
    }
    var location = reference.repository().at(tag);
    if (tag.isMarker() && world.removed.answersMarkerAsOurs()) {
      return Optional.of(world.main.descriptor());
    }
    if (world.removed.answersHeadWithTarget(me)) {
      return Optional.ofNullable(target);
    }
    if (world.removed.answersHeadFromMemory(me, location)) {
      var before = world.ledger.entry(me.intent).orElseThrow().event().needChange().previous();
      return Optional.ofNullable(before).flatMap(digest -> known(digest));
    }
    var fault = world.call(me, Call.HEAD);
    failOn(fault);
    var digest = model.tag(location);
    if (fault == Fault.STALE_READ) {
      var stale = model.stale(location, world.now);
      if (!stale.isEmpty()) {
        var old = stale.get(world.dice.nextInt(stale.size()));
        digest = old.digest();
        if (old.outside() || me.wallOffset > 0) {
          world.invariants.misleads(location, digest);
        }
      }
    }
    me.lastHead.put(location, digest);
    world.say("{} head {}: {}", me, location, Sample.name(digest));
    if (tag.isMarker()) {
      var there = digest == null ? null : model.manifest(reference.repository(), digest);
      return Optional.ofNullable(there).map(Manifest::descriptor);
    }
    world.invariants.served(location, digest);
    return Optional.ofNullable(digest).flatMap(PortRegistry::known);
  }

  private static Optional<Descriptor> known(Digest digest) {
    return Sample.BUNDLES.stream()
        .map(Manifest::descriptor)
        .filter(each -> each.digest().equals(digest))
        .findFirst();
  }

  @Override
  public Optional<Manifest> fetch(Reference reference) {
    return find(reference);
  }

  private Optional<Manifest> find(Reference reference) {
    failOn(world.call(me, Call.REGISTRY_READ));
    var repository = reference.repository();
    var tag = reference.tag();
    var digest = reference.digest();
    if (digest == null && tag != null) {
      digest = model.tag(repository.at(tag));
    }
    return Optional.ofNullable(digest == null ? null : model.manifest(repository, digest));
  }

  @Override
  public void put(Location location, Manifest manifest) {
    boolean alias = !location.tag().isKeepTag() && !location.tag().isMarker();
    if (!alias && world.removed.swallows(location)) {
      return;
    }
    world.invariants.writes(me, location);
    @Nullable Fault fault;
    if (alias) {
      // Between the last look of the path and the sending lies nothing, but for the one fault that
      // says so.
      fault = world.sending(me);
      target = manifest.descriptor();
      world.invariants.sends(me, location, manifest, fault == Fault.PUT_SENT_LATE);
    } else {
      fault = world.call(me, Call.KEEP_TAG);
    }
    long intent = me.intent;
    long sent = world.now;
    long soon = sent + world.dice.nextLong(1, 40 * MILLI);
    world.say("{} put {} {}", me, location, Sample.name(manifest.digest()));
    switch (fault) {
      case PUT_REFUSED ->
          throw new RegistryException(Kind.DENIED, Applied.NO, 403, "simulated: refused", null);
      case PUT_LOST -> throw unknown();
      case PUT_LATE -> {
        landing(location, manifest, intent, alias, sent, sent + world.dice.nextLong(World.SETTLE));
        world.call(me, Call.AFTER);
        throw unknown();
      }
      case PUT_VERY_LATE -> {
        long delay = World.SETTLE + world.dice.nextLong(8 * World.SETTLE);
        landing(location, manifest, intent, alias, sent, sent + delay);
        world.call(me, Call.AFTER);
        throw unknown();
      }
      case PUT_TWICE -> {
        landing(location, manifest, intent, alias, sent, soon);
        long again = sent + world.dice.nextLong(4 * World.SETTLE);
        landing(location, manifest, intent, alias, sent, Math.max(again, soon + 1));
        answer(soon);
      }
      case PUT_DONE_REPORTED_FAILED -> {
        landing(location, manifest, intent, alias, sent, soon);
        answer(soon);
        throw unknown();
      }
      case null, default -> {
        landing(location, manifest, intent, alias, sent, soon);
        answer(soon);
      }
    }
  }

  /// The answer comes a moment after the registry has the write.
  private void answer(long landed) {
    world.pause(me, landed - world.now + MILLI);
  }

  private void landing(
      Location location, Manifest manifest, long intent, boolean alias, long sent, long at) {
    world.at(
        at,
        () -> {
          world.say("landed: {} at {}", location, Sample.name(manifest.digest()));
          model.land(location, manifest, world.tick, Math.max(at, sent + World.SETTLE));
          if (alias) {
            world.invariants.landed(me, location, manifest, intent);
          }
        });
  }

  private static RegistryException unknown() {
    return new RegistryException(
        Kind.UNAVAILABLE, Applied.UNKNOWN, 0, "simulated: no answer to the PUT", null);
  }

  private static void failOn(@Nullable Fault fault) {
    if (fault == Fault.READ_FAILS) {
      throw new RegistryException(
          Kind.UNAVAILABLE, Applied.NO, 503, "simulated: registry away", null);
    }
  }

  @Override
  public Presence inspect(Repository repository, Descriptor bundle, Progress progress) {
    me.inspected.put(bundle.digest(), world.tick);
    if (world.call(me, Call.REGISTRY_READ) == Fault.READ_FAILS) {
      return new Presence.Unknown("simulated: registry away");
    }
    return model.isWhole(repository, bundle.digest())
        ? new Presence.Whole(3, bundle.size())
        : new Presence.Broken(List.of(bundle.digest()), "simulated: a part is missing");
  }

  @Override
  public Optional<Manifest> resolve(Source source) {
    return switch (source) {
      case Source.InRegistry in -> find(in.reference());
      case Source.InLayout layout -> Optional.empty();
    };
  }

  @Override
  public CopyReport copy(Source source, Manifest bundle, Repository to, Progress progress) {
    failOn(world.call(me, Call.REGISTRY_READ));
    if (source instanceof Source.InRegistry in
        && model.isWhole(in.reference().repository(), bundle.digest())) {
      model.push(to, bundle);
      world.call(me, Call.AFTER);
      return new CopyReport(1, 2, 100, 0, 0, 0);
    }
    throw new RegistryException(
        Kind.NOT_FOUND, Applied.NO, 404, "simulated: the source is not whole", null);
  }

  @Override
  public Digest attach(Repository repository, Descriptor subject, Referrer referrer) {
    var fault = world.call(me, Call.ATTACH);
    if (fault == Fault.PUT_REFUSED) {
      throw new RegistryException(Kind.DENIED, Applied.NO, 403, "simulated: refused", null);
    }
    var digest = Digest.of(referrer.content());
    if (fault != Fault.REFERRER_LOST) {
      model.attach(repository, subject.digest(), digest, referrer);
    }
    return digest;
  }

  @Override
  public List<Descriptor> referrers(Repository repository, Digest subject, String artifactType) {
    failOn(world.call(me, Call.REGISTRY_READ));
    return model.attached(repository, subject).entrySet().stream()
        .filter(each -> each.getValue().artifactType().equals(artifactType))
        .map(each ->
            new Descriptor(
                "application/vnd.oci.image.manifest.v1+json",
                each.getKey(),
                each.getValue().content().length))
        .toList();
  }

  @Override
  public Optional<Document> referrer(Repository repository, Digest manifest) {
    failOn(world.call(me, Call.REGISTRY_READ));
    return model.manifests(repository).stream()
        .map(subject -> model.attached(repository, subject).get(manifest))
        .filter(Objects::nonNull)
        .map(each -> new Document(each.artifactType(), each.content()))
        .findFirst();
  }

  @Override
  public List<Tag> tags(Repository repository) {
    failOn(world.call(me, Call.REGISTRY_READ));
    return model.tags(repository);
  }
}
