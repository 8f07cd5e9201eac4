package io.tagtrail.oci.tree;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.api.MediaTypes;
import io.tagtrail.oci.json.Node;
import io.tagtrail.oci.json.NodeReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a manifest or index names. Read only; nothing is ever written from it.
///
/// Forms: OCI image specification 1.1 (manifest, index), Docker schema 2 (manifest, list).
///
/// @param children manifests that it names, as an index does
/// @param blobs its config and layers
/// @param elsewhere layers that may not be in a registry, see [MediaTypes#isHeldElsewhere]
/// @param artifactType its artifact type, or else its config's media type
public record Contents(
    List<Descriptor> children,
    List<Descriptor> blobs,
    List<Descriptor> elsewhere,
    @Nullable Descriptor subject,
    @Nullable String artifactType,
    Node json) {
  public Contents {
    children = List.copyOf(children);
    blobs = List.copyOf(blobs);
    elsewhere = List.copyOf(elsewhere);
  }

  /// @throws RegistryException of the kind LYING for what is no manifest, or one that can be read
  ///   two ways; REJECTED for Docker schema 1
  public static Contents of(Manifest manifest) {
    var mediaType = manifest.descriptor().mediaType();
    if (MediaTypes.isSchema1(mediaType)) {
      throw failed(
          Kind.REJECTED, manifest, "is a Docker schema 1 manifest; push it with a current tool");
    }
    if (!MediaTypes.isManifest(mediaType)) {
      throw failed(Kind.REJECTED, manifest, "has the media type " + mediaType + ", not known here");
    }
    try {
      return read(MediaTypes.isIndex(mediaType), NodeReader.read(manifest.bytes()));
    } catch (JsonException | InvalidValueException e) {
      throw failed(Kind.LYING, manifest, "cannot be read: " + e.getMessage());
    }
  }

  private static Contents read(boolean index, Node json) {
    if (!(json instanceof Node.Obj)) {
      throw new JsonException("it is not a JSON object");
    }
    // One reader must not see an index where another sees an image (CVE-2021-41190).
    boolean image = json.at("layers").there() || json.at("config").there();
    if (index ? image : json.at("manifests").there()) {
      throw new JsonException("it has the members of an image and of an index");
    }
    var children = new ArrayList<Descriptor>();
    var blobs = new ArrayList<Descriptor>();
    var elsewhere = new ArrayList<Descriptor>();
    for (var item : json.at("manifests").items()) {
      var child = descriptor(item);
      // The specification lets an index name anything; what is no manifest is kept as a blob.
      (MediaTypes.isManifest(child.mediaType()) ? children : blobs).add(child);
    }
    var config = json.at("config");
    if (!index) {
      blobs.add(descriptor(config));
    }
    for (var item : json.at("layers").items()) {
      var layer = descriptor(item);
      (MediaTypes.isHeldElsewhere(layer.mediaType()) ? elsewhere : blobs).add(layer);
    }
    var subject = json.at("subject");
    var type = json.at("artifactType").text();
    return new Contents(
        children,
        blobs,
        elsewhere,
        subject.there() ? descriptor(subject) : null,
        type == null || type.isEmpty() ? config.at("mediaType").text() : type,
        json);
  }

  /// @throws JsonException or [InvalidValueException] if it is no descriptor
  public static Descriptor descriptor(Node json) {
    var mediaType = json.at("mediaType").text();
    var digest = json.at("digest").text();
    var size = json.at("size").integer();
    if (mediaType == null || digest == null || size == null) {
      throw new JsonException("a descriptor in it lacks its media type, digest or size");
    }
    return new Descriptor(mediaType, Digest.parse(digest), size);
  }

  private static RegistryException failed(Kind kind, Manifest manifest, String what) {
    return new RegistryException(
        kind,
        Applied.NO,
        0,
        "the manifest " + manifest.digest() + " " + Text.clipped(what, 400),
        null);
  }
}
