package io.tagtrail.oci.copy;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.api.MediaTypes;
import io.tagtrail.oci.json.Node;
import io.tagtrail.oci.json.NodeReader;
import io.tagtrail.oci.tree.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A folder in the form of the OCI image layout 1.0: `oci-layout`, `index.json`,
/// `blobs/<algorithm>/<hex>`. The names of files come only from digests, whose grammar has no path
/// in it. A link in place of a blob is followed (build tools make such), and the bytes are checked
/// in any case.
public final class OciLayout {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_LOOKED_AT = 10_000;

  private final Path folder;
  private @Nullable List<Entry> index;

  private record Entry(Descriptor descriptor, @Nullable String name) {}

  public OciLayout(Path folder) {
    this.folder = folder;
  }

  /// The manifest of this tag, or of this digest, or with neither the only one that there is.
  public Optional<Manifest> resolve(@Nullable Tag tag, @Nullable Digest digest) {
    if (digest != null) {
      return find(digest).flatMap(this::manifest);
    }
    var entries =
        index().stream().filter(each -> tag == null || tag.value().equals(each.name())).toList();
    var different = entries.stream().map(each -> each.descriptor().digest()).distinct().count();
    if (entries.isEmpty() && tag != null) {
      return Optional.empty();
    }
    if (different != 1) {
      throw failed(
          Kind.REJECTED,
          tag == null
              ? "its index names %d bundles: say which, by tag or digest".formatted(different)
              : "its index has the tag %s %d times, for different bundles"
                  .formatted(tag, different),
          null);
    }
    return manifest(entries.getFirst().descriptor());
  }

  /// The manifest of a descriptor, its bytes checked; empty where it is not there.
  public Optional<Manifest> manifest(Descriptor descriptor) {
    if (descriptor.size() > MAX_BYTES) {
      throw failed(Kind.LYING, descriptor.digest() + " is a manifest larger than 4 MiB", null);
    }
    var file = file(descriptor.digest());
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    var bytes = read(file);
    if (bytes.length != descriptor.size() || !descriptor.digest().matches(bytes)) {
      throw failed(
          Kind.LYING, "the file of " + descriptor.digest() + " holds other bytes than that", null);
    }
    return Optional.of(new Manifest(descriptor, bytes));
  }

  /// The bytes of a blob, not checked yet.
  public InputStream open(Descriptor blob) {
    var file = file(blob.digest());
    try {
      if (Files.isRegularFile(file)) {
        return Files.newInputStream(file);
      }
    } catch (IOException e) {
      throw failed(Kind.UNAVAILABLE, "the file of " + blob.digest() + " cannot be read", e);
    }
    throw failed(Kind.NOT_FOUND, "the blob " + blob.digest() + " is not in it", null);
  }

  /// Manifests of the index whose subject this is.
  public List<Descriptor> referrers(Digest subject) {
    var found = new ArrayList<Descriptor>();
    for (var entry : index()) {
      if (!MediaTypes.isManifest(entry.descriptor().mediaType())) {
        continue;
      }
      var of = manifest(entry.descriptor()).map(each -> new Subject(Contents.of(each).subject()));
      if (of.isPresent()) {
        var named = of.get().descriptor();
        if (named != null && named.digest().equals(subject)) {
          found.add(entry.descriptor());
        }
      }
    }
    return found.stream().distinct().toList();
  }

  private record Subject(@Nullable Descriptor descriptor) {}

  private Optional<Descriptor> find(Digest digest) {
    var todo = new ArrayDeque<Descriptor>();
    index().forEach(entry -> todo.add(entry.descriptor()));
    var seen = new HashSet<Digest>();
    while (!todo.isEmpty() && seen.size() < MAX_LOOKED_AT) {
      var next = todo.removeFirst();
      if (next.digest().equals(digest)) {
        return Optional.of(next);
      }
      if (seen.add(next.digest()) && MediaTypes.isIndex(next.mediaType())) {
        manifest(next).ifPresent(nested -> todo.addAll(Contents.of(nested).children()));
      }
    }
    return Optional.empty();
  }

  private synchronized List<Entry> index() {
    var known = index;
    if (known != null) {
      return known;
    }
    if (!Files.isRegularFile(folder.resolve("oci-layout"))) {
      throw failed(Kind.NOT_FOUND, "it has no file 'oci-layout'", null);
    }
    try {
      var version = NodeReader.read(read(folder.resolve("oci-layout"))).at("imageLayoutVersion");
      if (!"1.0.0".equals(version.text())) {
        throw failed(Kind.REJECTED, "it is of another version of the layout than 1.0.0", null);
      }
      var entries = new ArrayList<Entry>();
      for (var item : NodeReader.read(read(folder.resolve("index.json"))).at("manifests").items()) {
        entries.add(entry(item));
      }
      index = List.copyOf(entries);
      return entries;
    } catch (JsonException | InvalidValueException e) {
      throw failed(Kind.LYING, "its index cannot be read: " + e.getMessage(), e);
    }
  }

  private static Entry entry(Node item) {
    return new Entry(Contents.descriptor(item), item.at("annotations").at(REF_NAME).text());
  }

  private Path file(Digest digest) {
    return folder.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
  }

  private byte[] read(Path file) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw failed(Kind.LYING, file.getFileName() + " is larger than 4 MiB", null);
      }
      return bytes;
    } catch (IOException e) {
      throw failed(Kind.UNAVAILABLE, file.getFileName() + " cannot be read", e);
    }
  }

  private RegistryException failed(Kind kind, String what, @Nullable Throwable cause) {
    return new RegistryException(
        kind, Applied.NO, 0, "the OCI layout " + folder + ": " + what + ".", cause);
  }
}
