package io.tagtrail.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.registry.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures that are well made and say the wrong thing, and such as are not well made.
class HostileSignaturesTest {
  private static final String V1 = "https://in-toto.io/Statement/v1";
  private static final String IN_TOTO = "application/vnd.in-toto+json";
  private final Signer signer = Signer.onP256();
  private final Subject subject = Recorded.subject("rsa-bundle");
  private final String digest = subject.digest().toString();

  @Test
  void a_statement_by_the_documented_form_is_accepted_beside_other_subjects() {
    var other = Signer.about(Recorded.subject("rsa-legacy").digest());
    var statement =
        Signer.statement(V1, Signer.PREDICATE, other + "," + Signer.about(subject.digest()));
    assertThat(SigstoreBundle.check(signer.bundle(IN_TOTO, statement), subject, signer.keys()))
        .isInstanceOf(Finding.Valid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, https://in-toto.io/Statement/v1, https://sigstore.dev/cosign/sign/v1, a payload of the type",
    "application/vnd.in-toto+json, https://in-toto.io/Statement/v9, https://sigstore.dev/cosign/sign/v1, a statement of the type",
    "application/vnd.in-toto+json, https://in-toto.io/Statement/v1, https://slsa.dev/provenance/v1, no signature",
  })
  void what_is_signed_must_be_a_signature(
      String payloadType, String type, String predicate, String why) {
    var statement = Signer.statement(type, predicate, Signer.about(subject.digest()));
    refused(signer.bundle(payloadType, statement), why);
  }

  @Test
  void a_statement_about_nothing_or_with_its_subject_twice_is_refused() {
    refused(signer.bundle(IN_TOTO, Signer.statement(V1, Signer.PREDICATE, "")), "another bundle");
    refused(
        signer.bundle(IN_TOTO, Signer.statement(V1, Signer.PREDICATE, "{\"name\":\"x\"}")),
        "another bundle");
    var about = Signer.about(subject.digest());
    refused(
        signer.bundle(
            IN_TOTO,
            "{\"_type\":\"%s\",\"predicateType\":\"%s\",\"subject\":[],\"subject\":[%s]}"
                .formatted(V1, Signer.PREDICATE, about)),
        "cannot be read");
    refused(
        signer.bundle(
            IN_TOTO,
            Signer.statement(
                V1, Signer.PREDICATE, String.join(",", Collections.nCopies(257, about)))),
        "257 subjects");
  }

  @Test
  void the_payload_type_is_part_of_what_is_signed() {
    var statement = Signer.statement(V1, Signer.PREDICATE, Signer.about(subject.digest()));
    var bundle = new String(signer.bundle("application/json", statement), StandardCharsets.UTF_8);
    refused(Signer.utf8(bundle.replace("application/json", IN_TOTO)), "none of the keys");
  }

  @Test
  void a_signature_without_the_envelopes_framing_is_none() {
    var statement = Signer.statement(V1, Signer.PREDICATE, Signer.about(subject.digest()));
    var payload = Base64.getEncoder().encodeToString(Signer.utf8(statement));
    var naked = "{\"sig\":\"%s\"}".formatted(signer.sign(Signer.utf8(statement)));
    refused(Signer.utf8(Signer.bundleJson(IN_TOTO, payload, naked)), "none of the keys");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle+json;version=0.1\"}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"dsseEnvelope\":{},\"messageSignature\":{}}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"dsseEnvelope\":[]}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"messageSignature\":{\"signature\":\"\"}}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"messageSignature\":{\"signature\":\"*\"}}",
      })
  void what_is_no_bundle_of_that_version_is_refused(String json) {
    refused(Signer.utf8(json), "");
  }

  @Test
  void no_signature_and_two_signatures_are_refused() {
    var signature = "{\"sig\":\"AAAA\",\"keyid\":\"\"}";
    refused(Signer.utf8(Signer.bundleJson(IN_TOTO, "e30=", "")), "0 signatures");
    refused(
        Signer.utf8(Signer.bundleJson(IN_TOTO, "e30=", signature + "," + signature)),
        "2 signatures");
  }

  @Test
  void a_bundle_beyond_its_bound_is_not_even_read() {
    refused(new byte[SigstoreBundle.MAX_BYTES + 1], "longer than");
  }

  /// A text that a key signed for another purpose, served as if it were a manifest.
  @Test
  void a_signed_payload_is_no_manifest_of_its_own() {
    var payload = Recorded.bytes("p256-legacy.payload.json");
    var served = new Subject(Manifest.of("application/vnd.oci.image.manifest.v1+json", payload));
    var bundle =
        "{\"mediaType\":\"%s\",\"messageSignature\":{\"signature\":\"%s\"}}"
            .formatted(SigstoreBundle.TYPE, signer.sign(payload));
    assertThat(SigstoreBundle.check(Signer.utf8(bundle), served, signer.keys()))
        .isEqualTo(
            new Finding.Invalid(
                "it cannot be read: the bundle is not a manifest of the schema version 2"));
  }

  @Test
  void a_payload_by_the_documented_form_is_accepted_whatever_name_it_gives() {
    assertThat(signer.legacy(payload("cosign container image signature", digest), subject))
        .isInstanceOf(Finding.Valid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"critical\":{}}",
        "not json",
        "{\"critical\":{\"image\":{\"docker-manifest-digest\":\"DIGEST\"},\"type\":\"atomic container signature\"}}",
        "{\"critical\":{\"image\":{\"docker-manifest-digest\":\"DIGEST\"}}}",
        "{\"critical\":{\"image\":{\"Docker-manifest-digest\":\"DIGEST\"},\"type\":\"cosign container image signature\"}}",
        "{\"critical\":{\"image\":{\"docker-manifest-digest\":[\"DIGEST\"]},\"type\":\"cosign container image signature\"}}",
        "{\"critical\":{\"image\":{\"docker-manifest-digest\":\"sha256:00\",\"docker-manifest-digest\":\"DIGEST\"},\"type\":\"cosign container image signature\"}}",
        "{\"optional\":{\"image\":{\"docker-manifest-digest\":\"DIGEST\"}}}",
      })
  void a_signed_payload_of_another_form_is_refused(String payload) {
    assertThat(signer.legacy(payload.replace("DIGEST", digest), subject))
        .isInstanceOfSatisfying(
            Finding.Invalid.class, no -> assertThat(no.why()).contains("cannot be read"));
  }

  @Test
  void a_payload_that_is_not_the_one_listed_is_refused_before_its_signature_is_looked_at() {
    var layer = SimpleSigning.layers(Recorded.signatures("rsa")).getFirst();
    assertThat(SimpleSigning.check(layer, new byte[3], subject, Recorded.keys("rsa")))
        .isInstanceOfSatisfying(
            Finding.Invalid.class, no -> assertThat(no.why()).contains("does not have the digest"));
    assertThat(
            SimpleSigning.check(
                layer,
                new byte[SimpleSigning.MAX_PAYLOAD_BYTES + 1],
                subject,
                Recorded.keys("rsa")))
        .isInstanceOfSatisfying(
            Finding.Invalid.class, no -> assertThat(no.why()).contains("longer than"));
  }

  @Test
  void a_flood_of_signatures_is_not_looked_at() {
    var layer = Signer.layerJson(subject.digest(), 10, "AAAA");
    assertThat(SimpleSigning.layers(list(layer, 64))).hasSize(64);
    assertThatThrownBy(() -> SimpleSigning.layers(list(layer, 65)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("65 signatures");
  }

  @Test
  void layers_of_another_kind_are_left_out() {
    var other =
        "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"no\",\"size\":-1}";
    assertThat(SimpleSigning.layers(list(other, 3))).isEmpty();
  }

  /// Every byte of what the signature covers, and of the signature, matters.
  @Test
  void one_bit_turned_anywhere_in_a_signed_payload_is_seen() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("HostileSignaturesTest: -Dtagtrail.seed=" + seed);
    var random = new Random(seed);
    var envelope = Recorded.text("p256-bundle.sigstore.json");
    var subject = Recorded.subject("p256-bundle");
    var keys = Recorded.keys("p256");
    int from = envelope.indexOf("\"payload\":\"") + 11;
    var payload = envelope.substring(from, envelope.indexOf('"', from));
    var bytes = Base64.getDecoder().decode(payload);
    for (int i = 0; i < 200; i++) {
      var turned = bytes.clone();
      turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));
      var forged = envelope.replace(payload, Base64.getEncoder().encodeToString(turned));
      assertThat(SigstoreBundle.check(Signer.utf8(forged), subject, keys))
          .isEqualTo(new Finding.Invalid("none of the keys made it"));
    }
  }

  private static Manifest list(String layer, int times) {
    var layers = String.join(",", Collections.nCopies(times, layer));
    return Manifest.of(
        "application/vnd.oci.image.manifest.v1+json",
        Signer.utf8("{\"layers\":[%s]}".formatted(layers)));
  }

  private static String payload(String type, String digest) {
    return "{\"critical\":{\"identity\":{\"docker-reference\":\"another.example/name\"},\"image\":{\"docker-manifest-digest\":\"%s\"},\"type\":\"%s\"},\"optional\":{\"a\":1.5}}"
        .formatted(digest, type);
  }

  private void refused(byte[] bundle, String why) {
    assertThat(SigstoreBundle.check(bundle, subject, signer.keys()))
        .isInstanceOfSatisfying(
            Finding.Invalid.class, no -> assertThat(no.why()).contains(why).isNotBlank());
  }
}
