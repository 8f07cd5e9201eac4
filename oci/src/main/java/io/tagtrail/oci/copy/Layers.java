package io.tagtrail.oci.copy;

import io.tagtrail.core.ledger.Document;
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
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Adds a layer to what is under a tag, as cosign adds a signature to `sha256-<hex>.sig`: the
/// manifest is read, the layer appended, everything else kept as it is, and written again. A tag
/// that is not there begins with the layer alone.
///
/// A registry compares nothing: another writer can overwrite ours in between. So it is read again,
/// and added again to what is there then.
public final class Layers {
  private static final int TRIES = 6;
  private static final int MOST_BYTES = 4 << 20;
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  private final Endpoints endpoints;
  // Within this process they take turns.
  private final Turns turns = new Turns(Turns.LONGEST);

  public Layers(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  /// Returns when the tag's manifest has the layer; where it has it already, with these
  /// annotations, nothing is written.
  ///
  /// @throws RegistryException REJECTED where something else is under the tag than a manifest with
  ///   layers: it stays as it is; UNAVAILABLE where somebody else in this process is at the same
  ///   tag for too long
  public void add(Repository repository, Tag tag, Document layer, Map<String, String> annotations) {
    var entry = entry(layer, annotations);
    try (var _ = turns.take(new Reference(repository, tag, null))) {
      for (int i = 0; i < TRIES; i++) {
        var there = endpoints.manifest(new Reference(repository, tag, null));
        var json = there.map(each -> image(repository, tag, each)).orElseGet(Layers::empty);
        var layers = json.at("layers").items();
        if (layers.stream().anyMatch(each -> same(each, entry))) {
          return;
        }
        if (i == 0) {
          blob(repository, layer);
        }
        write(repository, tag, there.orElse(null), json, layers, entry);
        pause(i);
      }
    }
    throw new RegistryException(
        Kind.UNAVAILABLE,
        Applied.UNKNOWN,
        0,
        "the tag %s:%s is being overwritten by somebody else all the time"
            .formatted(repository, tag),
        null);
  }

  private void write(
      Repository repository,
      Tag tag,
      @Nullable Manifest there,
      Node json,
      List<Node> layers,
      Node entry) {
    var all = new ArrayList<>(layers);
    all.add(entry);
    var next = json.with("layers", new Node.Arr(all));
    var configType = json.at("config").at("mediaType").text();
    if (configType == null || configType.equals(CONFIG)) {
      var config = config(all);
      blob(repository, config);
      next = next.with("config", descriptor(config));
    }
    var bytes = next.write().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MOST_BYTES) {
      throw rejected(repository, tag, "would grow beyond 4 MiB");
    }
    var mediaType = there == null ? MediaTypes.OCI_MANIFEST : there.descriptor().mediaType();
    endpoints.putTag(repository, tag, Manifest.of(mediaType, bytes));
  }

  private static Node image(Repository repository, Tag tag, Manifest manifest) {
    if (MediaTypes.isIndex(manifest.descriptor().mediaType())) {
      throw rejected(repository, tag, "is an index, and no manifest with layers");
    }
    return Contents.of(manifest).json();
  }

  private static Node empty() {
    return new Node.Obj(Map.of())
        .with("schemaVersion", new Node.Num("2"))
        .with("mediaType", new Node.Str(MediaTypes.OCI_MANIFEST));
  }

  private static Node entry(Document layer, Map<String, String> annotations) {
    var members = new LinkedHashMap<String, Node>();
    annotations.forEach((name, value) -> members.put(name, new Node.Str(value)));
    return descriptor(layer).with("annotations", new Node.Obj(members));
  }

  private static boolean same(Node one, Node other) {
    return Objects.equals(one.at("digest").text(), other.at("digest").text())
        && one.at("annotations").equals(other.at("annotations"));
  }

  private static Node descriptor(Document blob) {
    var descriptor = blob.descriptor();
    return new Node.Obj(Map.of())
        .with("mediaType", new Node.Str(descriptor.mediaType()))
        .with("size", new Node.Num(Long.toString(descriptor.size())))
        .with("digest", new Node.Str(descriptor.digest().toString()));
  }

  /// The configuration that cosign writes beside its layers, which are not compressed: so each is
  /// its own diff.
  private static Document config(List<Node> layers) {
    var diffs =
        layers.stream()
            .<Node>map(each -> new Node.Str(String.valueOf(each.at("digest").text())))
            .toList();
    var never = new Node.Str("0001-01-01T00:00:00Z");
    var once = new Node.Obj(Map.of("created", never));
    var json =
        new Node.Obj(Map.of())
            .with("architecture", new Node.Str(""))
            .with("created", never)
            .with("history", new Node.Arr(layers.stream().<Node>map(each -> once).toList()))
            .with("os", new Node.Str(""))
            .with(
                "rootfs",
                new Node.Obj(Map.of())
                    .with("type", new Node.Str("layers"))
                    .with("diff_ids", new Node.Arr(diffs)))
            .with("config", new Node.Obj(Map.of()));
    return new Document(CONFIG, json.write().getBytes(StandardCharsets.UTF_8));
  }

  private void blob(Repository repository, Document blob) {
    var descriptor = blob.descriptor();
    if (endpoints.blobSize(repository, descriptor.digest()).isEmpty()) {
      endpoints.upload(
          repository, descriptor, null, () -> new ByteArrayInputStream(blob.bytes()), moved -> {});
    }
  }

  private static RegistryException rejected(Repository repository, Tag tag, String what) {
    return new RegistryException(
        Kind.REJECTED,
        Applied.NO,
        0,
        "the tag %s:%s %s; it is left as it is".formatted(repository, tag, what),
        null);
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
}
