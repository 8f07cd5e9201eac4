package io.tagtrail.attest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.attest.Finding;
import io.tagtrail.attest.Keys;
import io.tagtrail.attest.Subject;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Keys that signed something, and a bundle that they never signed: whatever is read, it must not
/// pass for one of that bundle.
final class Worlds {
  static final Keys KEYS =
      Keys.parse(List.of(text("p256.pub"), text("p384.pub"), text("rsa.pub"), text("ed25519.pub")));
  static final Subject NEVER_SIGNED =
      new Subject(
          Manifest.of(
              "application/vnd.oci.image.index.v1+json",
              "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(StandardCharsets.UTF_8)));

  private Worlds() {}

  static String text(String name) {
    try (var in = Finding.class.getResourceAsStream("cosign/" + name)) {
      return new String(
          Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void refused(Finding finding) {
    assertThat(finding).isInstanceOf(Finding.Invalid.class);
    if (finding instanceof Finding.Invalid(var why)) {
      message(why);
    }
  }

  static void message(String message) {
    assertThat(message).isNotBlank().hasSizeLessThan(2_000);
    assertThat(Text.printable(message)).isEqualTo(message);
  }
}
