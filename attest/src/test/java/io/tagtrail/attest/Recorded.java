package io.tagtrail.attest;

import io.tagtrail.core.registry.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// What cosign wrote; see the README beside the files.
final class Recorded {
  static final List<String> KINDS = List.of("p256", "p384", "rsa", "ed25519");

  private Recorded() {}

  static byte[] bytes(String name) {
    try (var in = Recorded.class.getResourceAsStream("cosign/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  static Keys keys(String... kinds) {
    return Keys.parse(List.of(kinds).stream().map(kind -> text(kind + ".pub")).toList());
  }

  static Subject subject(String name) {
    return new Subject(
        Manifest.of("application/vnd.oci.image.manifest.v1+json", bytes(name + ".manifest.json")));
  }

  static Manifest signatures(String kind) {
    return Manifest.of(
        "application/vnd.oci.image.manifest.v1+json", bytes(kind + "-legacy.sig.json"));
  }
}
