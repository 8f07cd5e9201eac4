package io.tagtrail.attest;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.registry.Manifest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// A bundle, and a promotion of it.
final class Samples {
  static final Location PROD = Location.parse("registry.example:5000/acme/shop:prod");
  static final Subject BUNDLE = subject("one");
  static final Subject OTHER = subject("two");

  private Samples() {}

  static Subject subject(String text) {
    return new Subject(
        Manifest.of(
            "application/vnd.oci.image.manifest.v1+json",
            "{\"schemaVersion\":2,\"annotations\":{\"a\":\"%s\"}}"
                .formatted(text)
                .getBytes(StandardCharsets.UTF_8)));
  }

  static Promotion promotion() {
    return new Promotion(
        "ledger.example/team",
        41,
        Alias.parse("shop/prod"),
        PROD,
        EventKind.PROMOTION,
        7,
        OTHER.digest(),
        Digest.of(new byte[] {1}),
        Instant.parse("2026-11-22T03:04:05.678Z"));
  }

  static Keys keys(SigningKey... keys) {
    return new Keys(List.of(keys).stream().map(SigningKey::verification).toList());
  }

  static Carried.Attached bundle(SigningKey key, Subject subject) {
    return new Carried.Attached(SignedRecord.bundle(key, promotion(), subject.digest()).content());
  }
}
