package io.tagtrail.oci.copy;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.api.Endpoints;
import io.tagtrail.oci.tree.Contents;
import io.tagtrail.oci.tree.Parallel;
import io.tagtrail.oci.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One run of a copy.
final class Copy {
  private static final int BLOBS_AT_ONCE = 4;
  private static final int LOOKS_AT_ONCE = 8;
  private static final int MAX_GENERATIONS = 4;
  private static final int MAX_ATTACHED = 1_000;
  private static final List<String> SUFFIXES = List.of(".sig", ".att", ".sbom");

  private final Endpoints endpoints;
  private final Referrers referrers;
  private final Content source;
  private final Repository target;
  private final Progress progress;
  private final Set<Digest> done = ConcurrentHashMap.newKeySet();
  private final AtomicInteger manifests = new AtomicInteger();
  private final AtomicInteger blobs = new AtomicInteger();
  private final AtomicInteger mounted = new AtomicInteger();
  private final AtomicInteger present = new AtomicInteger();
  private final AtomicInteger attached = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong bytesDone = new AtomicLong();
  private final AtomicLong bytesTotal = new AtomicLong();

  Copy(
      Endpoints endpoints,
      Referrers referrers,
      Content source,
      Repository target,
      Progress progress) {
    this.endpoints = endpoints;
    this.referrers = referrers;
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  CopyReport report() {
    return new CopyReport(
        manifests.get(), blobs.get(), bytes.get(), mounted.get(), present.get(), attached.get());
  }

  void run(Manifest bundle) {
    var tree = tree(bundle);
    below(tree);
    var generation = tree.manifests();
    for (int depth = 1; !generation.isEmpty(); depth++) {
      if (depth > MAX_GENERATIONS) {
        throw tooMuch(bundle, "attachments of attachments, more than " + MAX_GENERATIONS + " deep");
      }
      generation = attached(bundle, generation);
    }
    put(bundle);
  }

  /// Copies what is attached to these manifests, and returns it.
  private List<Manifest> attached(Manifest bundle, List<Manifest> subjects) {
    var found = Parallel.map(subjects, LOOKS_AT_ONCE, this::attachedTo);
    var next = new ArrayList<Manifest>();
    for (var each : found.stream().flatMap(List::stream).toList()) {
      if (attached.get() >= MAX_ATTACHED) {
        throw tooMuch(bundle, "more than " + MAX_ATTACHED + " attachments");
      }
      var tag = each.tag();
      if (done.contains(each.manifest().digest()) && tag == null) {
        continue;
      }
      attached.incrementAndGet();
      below(tree(each.manifest()));
      put(each.manifest());
      if (tag != null) {
        tag(tag, each.manifest());
      }
      next.add(each.manifest());
    }
    return next;
  }

  private record Attached(Manifest manifest, @Nullable Tag tag) {}

  private List<Attached> attachedTo(Manifest subject) {
    var all = new ArrayList<Attached>();
    for (var link : source.referrers(subject.digest())) {
      all.add(new Attached(source.manifest(link).orElseThrow(() -> missing(link)), null));
    }
    for (var suffix : SUFFIXES) {
      var name = subject.digest().algorithm() + "-" + subject.digest().hex() + suffix;
      if (Tag.isTag(name)) {
        var tag = new Tag(name);
        source.tagged(tag).ifPresent(manifest -> all.add(new Attached(manifest, tag)));
      }
    }
    return all;
  }

  private Tree tree(Manifest top) {
    var tree = Tree.of(top, source::manifest);
    if (!tree.missing().isEmpty()) {
      throw missing(tree.missing().getFirst());
    }
    return tree;
  }

  /// All of a tree but its top: blobs, then manifests, children before parents.
  private void below(Tree tree) {
    var todo = tree.blobs().stream().filter(blob -> done.add(blob.digest())).toList();
    todo.forEach(blob -> bytesTotal.addAndGet(blob.size()));
    progress();
    Parallel.map(todo, BLOBS_AT_ONCE, this::blob);
    tree.manifests().reversed().stream().limit(tree.manifests().size() - 1L).forEach(this::put);
  }

  private Descriptor blob(Descriptor blob) {
    var there = endpoints.blobSize(target, blob.digest());
    if (there.isPresent() && (there.getAsLong() < 0 || there.getAsLong() == blob.size())) {
      present.incrementAndGet();
      bytesDone.addAndGet(blob.size());
      progress();
      return blob;
    }
    var from = source.repository();
    var mountFrom = from != null && from.registry().equals(target.registry()) ? from.path() : null;
    var moved = new AtomicLong();
    boolean wasMounted =
        endpoints.upload(
            target,
            blob,
            mountFrom,
            () -> {
              // At a second try what the first moved does not count.
              bytesDone.addAndGet(-moved.getAndSet(0));
              return source.open(blob);
            },
            n -> {
              moved.addAndGet(n);
              bytesDone.addAndGet(n);
              progress();
            });
    if (wasMounted) {
      mounted.incrementAndGet();
      bytesDone.addAndGet(blob.size());
      progress();
    } else {
      blobs.incrementAndGet();
      bytes.addAndGet(blob.size());
    }
    return blob;
  }

  private void put(Manifest manifest) {
    if (!done.add(manifest.digest())) {
      return;
    }
    var contents = Contents.of(manifest);
    if (endpoints.head(Reference.of(target, manifest.digest())).isPresent()) {
      present.incrementAndGet();
      if (contents.subject() != null) {
        referrers.ensureListed(target, manifest, contents);
      }
      return;
    }
    if (contents.subject() != null) {
      referrers.put(target, manifest, contents);
    } else {
      endpoints.putByDigest(target, manifest);
    }
    manifests.incrementAndGet();
    bytes.addAndGet(manifest.bytes().length);
  }

  /// Sets the tag of a signature. One that the target has already is left alone: it can hold
  /// signatures that were made there.
  private void tag(Tag tag, Manifest manifest) {
    if (endpoints.head(new Reference(target, tag, null)).isEmpty()) {
      endpoints.putTag(target, tag, manifest);
    }
  }

  private void progress() {
    progress.at("copying", bytesDone.get(), bytesTotal.get());
  }

  private RegistryException missing(Descriptor part) {
    return new RegistryException(
        Kind.NOT_FOUND,
        Applied.NO,
        0,
        "the manifest %s is not at the source. The copy is not whole; no tag was moved."
            .formatted(part.digest()),
        null);
  }

  private static RegistryException tooMuch(Manifest bundle, String what) {
    return new RegistryException(
        Kind.REJECTED,
        Applied.NO,
        0,
        "the bundle %s has %s. The copy is not whole; no tag was moved."
            .formatted(bundle.digest(), what),
        null);
  }
}
