package io.tagtrail.oci.copy;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.api.Endpoints;
import io.tagtrail.oci.api.MediaTypes;
import io.tagtrail.oci.tree.Contents;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Makes and reads what is attached to bundles: an OCI manifest with an artifact type, the empty
/// config and one layer, the form that Flux and cosign look for.
public final class Attacher {
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final int MAX_CONTENT = 8 << 20;

  private final Endpoints endpoints;
  private final Referrers referrers;

  public Attacher(Endpoints endpoints, Referrers referrers) {
    this.endpoints = endpoints;
    this.referrers = referrers;
  }

  /// The same content for the same subject gives the same manifest, so attaching again finds it.
  public Digest attach(Repository repository, Descriptor subject, Referrer referrer) {
    if (referrer.content().length > MAX_CONTENT) {
      throw new RegistryException(
          Kind.REJECTED, Applied.NO, 0, "what is attached may have 8 MiB at most", null);
    }
    var manifest = manifest(subject, referrer);
    var contents = Contents.of(manifest);
    if (endpoints.head(Reference.of(repository, manifest.digest())).isPresent()) {
      referrers.ensureListed(repository, manifest, contents);
      return manifest.digest();
    }
    blob(repository, new Document(MediaTypes.EMPTY, EMPTY));
    blob(repository, new Document(referrer.artifactType(), referrer.content()));
    referrers.put(repository, manifest, contents);
    return manifest.digest();
  }

  /// The only layer of an attached manifest; empty where the manifest or the layer is not there.
  public Optional<Document> read(Repository repository, Digest digest) {
    var manifest = endpoints.manifest(Reference.of(repository, digest));
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    var layers = Contents.of(manifest.get()).json().at("layers").items();
    if (layers.size() != 1) {
      throw new RegistryException(
          Kind.REJECTED,
          Applied.NO,
          0,
          "%s@%s has %d layers; what is attached to a bundle has one"
              .formatted(repository, digest, layers.size()),
          null);
    }
    var layer = Contents.descriptor(layers.getFirst());
    return endpoints
        .smallBlob(repository, layer, MAX_CONTENT)
        .map(bytes -> new Document(layer.mediaType(), bytes));
  }

  private void blob(Repository repository, Document blob) {
    var descriptor = blob.descriptor();
    if (endpoints.blobSize(repository, descriptor.digest()).isEmpty()) {
      endpoints.upload(
          repository, descriptor, null, () -> new ByteArrayInputStream(blob.bytes()), moved -> {});
    }
  }

  private static Manifest manifest(Descriptor subject, Referrer referrer) {
    var layer = new Document(referrer.artifactType(), referrer.content()).descriptor();
    var annotations = new ObjectBuilder();
    referrer.annotations().forEach(annotations::put);
    var json =
        new ObjectBuilder()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.OCI_MANIFEST)
            .put("artifactType", referrer.artifactType())
            .put("config", json(new Document(MediaTypes.EMPTY, EMPTY).descriptor()))
            .putList("layers", List.of(layer), Attacher::json)
            .put("subject", json(subject))
            .put("annotations", referrer.annotations().isEmpty() ? null : annotations.build())
            .build();
    return Manifest.of(MediaTypes.OCI_MANIFEST, json.canonicalBytes());
  }

  private static Json json(Descriptor descriptor) {
    return new ObjectBuilder()
        .put("mediaType", descriptor.mediaType())
        .putText("digest", descriptor.digest())
        .put("size", descriptor.size())
        .build();
  }
}
