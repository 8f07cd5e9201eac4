package io.tagtrail.server.signing;

import io.tagtrail.attest.Carried;
import io.tagtrail.attest.SigstoreBundle;
import io.tagtrail.attest.SimpleSigning;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.OciRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what a bundle carries of signatures, all of it, as Flux would find it.
final class Carrying {
  /// Referrers that are looked at. Flux looks at all; who has more cannot be answered here.
  static final int MOST_REFERRERS = 256;

  private final OciRegistry registry;
  private final long mostBytes;

  Carrying(OciRegistry registry) {
    this(registry, (long) MOST_REFERRERS * SigstoreBundle.MAX_BYTES);
  }

  /// @param mostBytes how long the Sigstore bundles may be together
  Carrying(OciRegistry registry, long mostBytes) {
    this.registry = registry;
    this.mostBytes = mostBytes;
  }

  /// @throws RegistryException if the registry does not answer for all of it, or has too much
  Carried of(Repository repository, Digest bundle) {
    return new Carried(attached(repository, bundle), underTheTag(repository, bundle));
  }

  private List<Carried.Attached> attached(Repository repository, Digest bundle) {
    var referrers = registry.attached(repository, bundle);
    if (referrers.size() > MOST_REFERRERS) {
      throw tooMuch(
          "%s@%s has %d referrers; %d at most are looked at for signatures"
              .formatted(repository, bundle, referrers.size(), MOST_REFERRERS));
    }
    var found = new ArrayList<Carried.Attached>();
    long bytes = 0;
    for (var each : referrers) {
      // By its layer, and not by what the list says of it: Flux fetches it too.
      var manifest = registry.fetch(Reference.of(repository, each.digest()));
      var layer = manifest.flatMap(Carrying::layer);
      bytes += layer.map(Descriptor::size).orElse(0L);
      if (bytes > mostBytes) {
        throw tooMuch(
            "the Sigstore bundles on %s@%s are longer than %d bytes together"
                .formatted(repository, bundle, mostBytes));
      }
      layer.flatMap(one -> content(repository, one)).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Descriptor> layer(Manifest referrer) {
    try {
      return SigstoreBundle.anyLayer(referrer);
    } catch (JsonException | InvalidValueException e) {
      // Nothing that Flux could take for a bundle.
      return Optional.empty();
    }
  }

  private Optional<Carried.Attached> content(Repository repository, Descriptor layer) {
    if (layer.size() > SigstoreBundle.MAX_BYTES) {
      throw tooMuch(
          "a Sigstore bundle in %s is longer than %d bytes"
              .formatted(repository, SigstoreBundle.MAX_BYTES));
    }
    return registry.blob(repository, layer, SigstoreBundle.MAX_BYTES).map(Carried.Attached::new);
  }

  private List<SimpleSigning.Signed> underTheTag(Repository repository, Digest bundle) {
    if (!bundle.algorithm().equals("sha256")) {
      return List.of(); // cosign has no such tag for other digests.
    }
    var tag = SimpleSigning.tag(bundle);
    var manifest = registry.fetch(new Reference(repository, tag, null));
    if (manifest.isEmpty()) {
      return List.of();
    }
    List<SimpleSigning.Layer> layers;
    try {
      layers = SimpleSigning.layers(manifest.get());
    } catch (JsonException | InvalidValueException e) {
      throw tooMuch(
          "what is under the tag %s:%s cannot be read: %s"
              .formatted(repository, tag, e.getMessage()));
    }
    var found = new ArrayList<SimpleSigning.Signed>();
    for (var layer : layers) {
      if (layer.payload().size() > SimpleSigning.MAX_PAYLOAD_BYTES) {
        continue;
      }
      registry
          .blob(repository, layer.payload(), SimpleSigning.MAX_PAYLOAD_BYTES)
          .ifPresent(payload -> found.add(new SimpleSigning.Signed(layer, payload)));
    }
    return found;
  }

  private static RegistryException tooMuch(String what) {
    return new RegistryException(Kind.REJECTED, Applied.NO, 0, what, null);
  }
}
