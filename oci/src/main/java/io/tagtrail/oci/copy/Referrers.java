package io.tagtrail.oci.copy;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.api.Endpoints;
import io.tagtrail.oci.api.MediaTypes;
import io.tagtrail.oci.json.Node;
import io.tagtrail.oci.tree.Contents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which manifests are attached to which: by the referrers API, or where there is none, by the
/// fallback tag `sha256-<hex>`, an index that clients keep (distribution specification 1.1,
/// "Referrers Tag Schema").
public final class Referrers {
  private static final int TRIES = 6;
  private static final int STRIPES = 64;

  private final Endpoints endpoints;
  // Two updates of one fallback tag would lose an entry; within this process they take turns.
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

  public Referrers(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  /// An attached manifest, as a list of referrers shows it.
  public record Link(Descriptor descriptor, @Nullable String artifactType) {}

  public List<Link> list(Repository repository, Digest subject) {
    var entries = endpoints.referrers(repository, subject);
    var nodes =
        entries.isPresent() ? entries.get() : fallback(repository, subject).at("manifests").items();
    return nodes.stream().map(node -> link(subject, node)).distinct().toList();
  }

  /// Puts an attached manifest by digest, and sees to it that it is listed.
  public void put(Repository repository, Manifest referrer, Contents contents) {
    inTurn(
        repository,
        contents,
        subject -> {
          endpoints.putByDigest(repository, referrer);
          listed(repository, subject, referrer, contents);
        });
  }

  /// For a manifest that is there already.
  public void ensureListed(Repository repository, Manifest referrer, Contents contents) {
    inTurn(repository, contents, subject -> listed(repository, subject, referrer, contents));
  }

  /// One at a time for a bundle: the fallback tag is read, merged and written, and registries with
  /// a referrers API lose entries too when two come at once (seen with olareg 0.2.2).
  private void inTurn(Repository repository, Contents contents, Consumer<Digest> work) {
    var subject = Objects.requireNonNull(contents.subject()).digest();
    var lock = locks[Math.floorMod(Objects.hash(repository, subject), STRIPES)];
    lock.lock();
    try {
      work.accept(subject);
    } finally {
      lock.unlock();
    }
  }

  /// By the referrers API where there is one: what another process made it forget is put again.
  /// Else by the fallback index, and then the manifest gets a tag of its own, since distribution
  /// 2.8 collects what only that index names.
  private void listed(Repository repository, Digest subject, Manifest referrer, Contents contents) {
    for (int i = 0; i < TRIES; i++) {
      var entries = endpoints.referrers(repository, subject);
      if (entries.isEmpty()) {
        var own = ownTag(subject, referrer.digest());
        var there = endpoints.head(new Reference(repository, own, null));
        if (there.isEmpty() || !there.get().digest().equals(referrer.digest())) {
          endpoints.putTag(repository, own, referrer);
        }
        enter(repository, subject, entry(referrer, contents));
        return;
      }
      var digest = referrer.digest().toString();
      if (entries.get().stream().anyMatch(item -> digest.equals(item.at("digest").text()))) {
        return;
      }
      pause(i);
      endpoints.putByDigest(repository, referrer);
    }
    throw new RegistryException(
        Kind.UNAVAILABLE,
        Applied.UNKNOWN,
        0,
        "%s took what was attached to %s and does not list it. The bundle is unchanged."
            .formatted(repository, subject.shortHex()),
        null);
  }

  /// `sha256-<hex>`, cut as the specification cuts it.
  static Tag fallbackTag(Digest subject) {
    var hex = subject.hex();
    return new Tag(subject.algorithm() + "-" + hex.substring(0, Math.min(64, hex.length())));
  }

  static Tag ownTag(Digest subject, Digest referrer) {
    // The 'm' keeps a name of digits only from looking like a keep-tag.
    return new Tag(
        "%s-%s.tagtrail.m%s"
            .formatted(subject.algorithm(), subject.shortHex(), referrer.shortHex()));
  }

  /// Reads, merges, writes, and reads again: the registry compares nothing, so another process can
  /// overwrite ours. Then it is entered again, into what that process wrote.
  private void enter(Repository repository, Digest subject, Node entry) {
    var digest = entry.at("digest").text();
    for (int i = 0; i < TRIES; i++) {
      var index = fallback(repository, subject);
      var items = index.at("manifests").items();
      if (items.stream().anyMatch(item -> Objects.equals(item.at("digest").text(), digest))) {
        return;
      }
      var merged = new ArrayList<>(items);
      merged.add(entry);
      var bytes =
          index.with("manifests", new Node.Arr(merged)).write().getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 4 << 20) {
        throw failed(Kind.REJECTED, repository, subject, "would grow beyond 4 MiB");
      }
      endpoints.putTag(repository, fallbackTag(subject), Manifest.of(MediaTypes.OCI_INDEX, bytes));
      pause(i);
    }
    throw failed(
        Kind.UNAVAILABLE,
        repository,
        subject,
        "is being overwritten by somebody else all the time");
  }

  /// The fallback index; a new one where there is none.
  private Node fallback(Repository repository, Digest subject) {
    var found = endpoints.manifest(new Reference(repository, fallbackTag(subject), null));
    if (found.isEmpty()) {
      return new Node.Obj(Map.of())
          .with("schemaVersion", new Node.Num("2"))
          .with("mediaType", new Node.Str(MediaTypes.OCI_INDEX))
          .with("manifests", new Node.Arr(List.of()));
    }
    if (!found.get().descriptor().mediaType().equals(MediaTypes.OCI_INDEX)) {
      throw failed(Kind.REJECTED, repository, subject, "is not an OCI index");
    }
    return Contents.of(found.get()).json();
  }

  private static Node entry(Manifest referrer, Contents contents) {
    var descriptor = referrer.descriptor();
    var entry =
        new Node.Obj(Map.of())
            .with("mediaType", new Node.Str(descriptor.mediaType()))
            .with("digest", new Node.Str(descriptor.digest().toString()))
            .with("size", new Node.Num(Long.toString(descriptor.size())));
    var type = contents.artifactType();
    if (type != null) {
      entry = entry.with("artifactType", new Node.Str(type));
    }
    var annotations = contents.json().at("annotations");
    return annotations instanceof Node.Obj ? entry.with("annotations", annotations) : entry;
  }

  private static Link link(Digest subject, Node node) {
    try {
      return new Link(Contents.descriptor(node), node.at("artifactType").text());
    } catch (JsonException | InvalidValueException e) {
      throw new RegistryException(
          Kind.LYING,
          Applied.NO,
          200,
          "the list of what is attached to %s cannot be read: %s"
              .formatted(subject, e.getMessage()),
          e);
    }
  }

  private static void pause(int i) {
    if (i == 0) {
      return; // Nearly always it is there at once.
    }
    try {
      Thread.sleep(20L << i);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RegistryException failed(
      Kind kind, Repository repository, Digest subject, String what) {
    return new RegistryException(
        kind,
        Applied.UNKNOWN,
        0,
        "the tag %s:%s, which lists what is attached to the bundle, %s. The bundle is unchanged."
            .formatted(repository, fallbackTag(subject), what),
        null);
  }
}
