package io.tagtrail.server.inside;

import io.tagtrail.bundle.BundleReader;
import io.tagtrail.bundle.MediaTypes;
import io.tagtrail.bundle.Part;
import io.tagtrail.bundle.Reading;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.image.KindPaths;
import io.tagtrail.bundle.model.BundleKind;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.tree.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks into bundles through their registry: the manifest, then the layers with content, each
/// checked against its digest and no larger than it may be. How many are in memory at once is for
/// whoever holds what was read, see [Room].
public final class Layers implements Insides {
  /// Reads a small blob, its bytes checked; empty where it is not there.
  @FunctionalInterface
  public interface Blobs {
    Optional<byte[]> read(Repository repository, Descriptor blob, int most);
  }

  private final Registry registry;
  private final Blobs blobs;
  private final Limits limits;
  private final BundleReader reader;

  /// @param configured where custom resources name images
  public Layers(Registry registry, Blobs blobs, Limits limits, List<KindPaths> configured) {
    this.registry = registry;
    this.blobs = blobs;
    this.limits = limits;
    this.reader = new BundleReader(limits, configured);
  }

  @Override
  public Looked look(Repository repository, Descriptor bundle) {
    try {
      var manifest = registry.fetch(Reference.of(repository, bundle.digest()));
      if (manifest.isEmpty()) {
        return new Looked.Unreadable("its manifest is not in " + repository, false);
      }
      var json = Contents.of(manifest.get()).json();
      var layers = new ArrayList<Layer>();
      for (var item : json.at("layers").items()) {
        layers.add(
            new Layer(
                Contents.descriptor(item),
                item.at("annotations").at("org.opencontainers.image.title").text()));
      }
      var config = json.at("config").at("mediaType").text();
      var types = layers.stream().map(layer -> layer.descriptor().mediaType()).toList();
      var kind = MediaTypes.kind(config == null ? "" : config, types);
      return kind.isEmpty() ? new Looked.NoBundle() : read(repository, kind.get(), layers);
    } catch (RegistryException e) {
      return switch (e.kind()) {
        case LYING, REJECTED -> new Looked.Unreadable(String.valueOf(e.getMessage()), false);
        case UNAVAILABLE, DENIED, NOT_FOUND ->
            new Looked.Unreadable(String.valueOf(e.getMessage()), true);
      };
    }
  }

  private record Layer(Descriptor descriptor, @Nullable String title) {}

  private Looked read(Repository repository, BundleKind kind, List<Layer> layers) {
    var wanted =
        layers.stream()
            .filter(layer -> MediaTypes.isContent(kind, layer.descriptor().mediaType()))
            .toList();
    long size = wanted.stream().mapToLong(layer -> layer.descriptor().size()).sum();
    if (size > limits.packed()) {
      return new Looked.Unreadable(
          "its layers have more than %d MiB".formatted(limits.packed() >> 20), false);
    }
    var parts = new ArrayList<Part>();
    for (var layer : wanted) {
      var bytes = blobs.read(repository, layer.descriptor(), limits.packed());
      if (bytes.isEmpty()) {
        return new Looked.Unreadable(
            "its layer %s is not in %s".formatted(layer.descriptor().digest(), repository), false);
      }
      parts.add(new Part(layer.descriptor().mediaType(), layer.title(), bytes.get()));
    }
    return switch (reader.read(kind, parts)) {
      case Reading.Read(var contents) -> new Looked.Found(contents);
      case Reading.Unreadable(var why) -> new Looked.Unreadable(why, false);
    };
  }
}
