package io.tagtrail.attest;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.OutsideJson;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.registry.Manifest;

/// The bundle that a signature has to be about.
///
/// @param manifest its manifest or index, whose bytes have the digest
public record Subject(Manifest manifest) {
  Digest digest() {
    return manifest.digest();
  }

  /// The manifest's bytes, as something that a signature over bytes may be about. Whoever can make
  /// a key sign *something* could serve that very text as a manifest; so it must at least be one
  /// (the image specification: `schemaVersion` is 2), which no payload of cosign's is.
  ///
  /// @throws JsonException if they are no manifest
  byte[] signable() {
    var version = OutsideJson.object("the manifest", manifest.bytes()).number("schemaVersion");
    if (version == null || version != 2) {
      throw new JsonException("the bundle is not a manifest of the schema version 2");
    }
    return manifest.bytes();
  }
}
