package io.tagtrail.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.registry.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the real cosign signed, with each kind of key, in each form.
class CosignTest {
  static Stream<String> kinds() {
    return Recorded.KINDS.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_bundle_that_cosign_3_signed_is_accepted_by_that_key_alone(String kind) {
    var bundle = Recorded.bytes(kind + "-bundle.sigstore.json");
    var subject = Recorded.subject(kind + "-bundle");
    assertThat(SigstoreBundle.check(bundle, subject, Recorded.keys(kind)))
        .isInstanceOfSatisfying(
            Finding.Valid.class,
            valid -> assertThat(valid.form()).isEqualTo(Finding.Form.STATEMENT));
    assertThat(SigstoreBundle.check(bundle, subject, others(kind)))
        .isEqualTo(new Finding.Invalid("none of the keys made it"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_signature_in_cosigns_first_layout_is_accepted_by_that_key_alone(String kind) {
    var payload = Recorded.bytes(kind + "-legacy.payload.json");
    var subject = Recorded.subject(kind + "-legacy");
    var layers = SimpleSigning.layers(Recorded.signatures(kind));
    assertThat(layers).hasSize(1);
    assertThat(SimpleSigning.check(layers.getFirst(), payload, subject, Recorded.keys(kind)))
        .isInstanceOf(Finding.Valid.class);
    assertThat(SimpleSigning.check(layers.getFirst(), payload, subject, others(kind)))
        .isEqualTo(new Finding.Invalid("none of the keys made it"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_signature_over_the_manifests_bytes_is_accepted(String kind) {
    var bundle = Recorded.bytes(kind + "-message.sigstore.json");
    assertThat(
            SigstoreBundle.check(bundle, Recorded.subject(kind + "-bundle"), Recorded.keys(kind)))
        .isInstanceOfSatisfying(
            Finding.Valid.class, valid -> assertThat(valid.form()).isEqualTo(Finding.Form.MESSAGE));
    assertThat(
            SigstoreBundle.check(bundle, Recorded.subject(kind + "-legacy"), Recorded.keys(kind)))
        .isInstanceOf(Finding.Invalid.class);
  }

  @Test
  void any_of_several_keys_will_do_and_the_finding_names_it() {
    var keys = Recorded.keys("rsa", "p256", "ed25519");
    assertThat(
            SigstoreBundle.check(
                Recorded.bytes("p256-bundle.sigstore.json"), Recorded.subject("p256-bundle"), keys))
        .isEqualTo(new Finding.Valid(keys.keys().get(1), Finding.Form.STATEMENT));
  }

  @Test
  void a_signature_of_another_bundle_is_none_of_this_one() {
    assertThat(
            SigstoreBundle.check(
                Recorded.bytes("p256-bundle.sigstore.json"),
                Recorded.subject("p256-legacy"),
                Recorded.keys("p256")))
        .isInstanceOfSatisfying(
            Finding.Invalid.class, no -> assertThat(no.why()).endsWith("another bundle"));
    var layer = SimpleSigning.layers(Recorded.signatures("p256")).getFirst();
    assertThat(
            SimpleSigning.check(
                layer,
                Recorded.bytes("p256-legacy.payload.json"),
                Recorded.subject("p256-bundle"),
                Recorded.keys("p256")))
        .isInstanceOfSatisfying(
            Finding.Invalid.class, no -> assertThat(no.why()).contains("another bundle"));
  }

  /// The same key, the same bundle, a statement that says something else about it.
  @Test
  void an_attestation_is_no_signature() {
    assertThat(
            SigstoreBundle.check(
                Recorded.bytes("p256-attestation.sigstore.json"),
                Recorded.subject("p256-legacy"),
                Recorded.keys("p256")))
        .isInstanceOfSatisfying(
            Finding.Invalid.class,
            no ->
                assertThat(no.why())
                    .contains("'https://example.com/scan/v1', which is no signature"));
  }

  @Test
  void the_referrer_that_cosign_wrote_leads_to_its_layer() {
    var layer = SigstoreBundle.layer(manifest(Recorded.text("p256-bundle.referrer.json")));
    assertThat(layer.orElseThrow().digest().matches(Recorded.bytes("p256-bundle.sigstore.json")))
        .isTrue();
  }

  @Test
  void a_referrer_that_says_it_holds_an_attestation_is_passed_over() {
    var referrer = Recorded.text("p256-bundle.referrer.json");
    var attestation =
        referrer.replace("https://sigstore.dev/cosign/sign/v1", "https://slsa.dev/provenance/v1");
    assertThat(SigstoreBundle.layer(manifest(attestation))).isEmpty();
    assertThatThrownBy(
            () -> SigstoreBundle.layer(manifest(referrer.replace("bundle.v0.3", "other"))))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> SigstoreBundle.layer(manifest("{\"layers\":[]}")))
        .isInstanceOf(JsonException.class);
  }

  private static Manifest manifest(String text) {
    return Manifest.of("application/vnd.oci.image.manifest.v1+json", Signer.utf8(text));
  }

  @Test
  void the_tag_is_the_one_that_cosign_wrote() {
    assertThat(SimpleSigning.tag(Recorded.subject("p256-legacy").digest()).value())
        .isEqualTo("sha256-bb0ad189d12033bc570fb38a7ee2963ddc747a5dbed4b4d2894cd7befc37cb7d.sig");
  }

  private static Keys others(String kind) {
    return Recorded.keys(
        Recorded.KINDS.stream().filter(each -> !each.equals(kind)).toArray(String[]::new));
  }
}
