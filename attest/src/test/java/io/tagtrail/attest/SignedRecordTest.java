package io.tagtrail.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.attest.FluxRules.Generation;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.ledger.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What Tagtrail signs, read again.
class SignedRecordTest {
  private final SigningKey key = SigningKey.create();
  private final Subject bundle = Samples.BUNDLE;

  @Test
  void a_promotion_is_read_back_from_the_bundle_that_its_key_signed() {
    var referrer = SignedRecord.bundle(key, Samples.promotion(), bundle.digest());
    assertThat(referrer.artifactType()).isEqualTo("application/vnd.dev.sigstore.bundle.v0.3+json");
    assertThat(referrer.annotations())
        .containsEntry("dev.sigstore.bundle.content", "dsse-envelope")
        .containsEntry(
            "dev.sigstore.bundle.predicateType", "https://tagtrail.io/attestations/promotion/v1");
    assertThat(SigstoreBundle.promotion(referrer.content(), bundle, Samples.keys(key)))
        .contains(Samples.promotion());
    assertThat(SigstoreBundle.promotion(referrer.content(), Samples.OTHER, Samples.keys(key)))
        .isEmpty();
    assertThat(
            SigstoreBundle.promotion(referrer.content(), bundle, Samples.keys(SigningKey.create())))
        .isEmpty();
  }

  /// The exact form, as docs/contract.md gives it.
  @Test
  void the_statement_has_the_documented_form_and_nothing_of_people() {
    assertThat(new String(Samples.promotion().statement(bundle.digest()), StandardCharsets.UTF_8))
        .isEqualTo(
            ("{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"alias\":\"shop/prod\",\"index\":41,\"kind\":\"promotion\","
                    + "\"ledger\":\"ledger.example/team\",\"location\":\"registry.example:5000/acme/shop:prod\",\"policy\":\"%s\",\"previous\":\"%s\","
                    + "\"sequence\":7,\"time\":\"2026-11-22T03:04:05.678Z\"},\"predicateType\":\"https://tagtrail.io/attestations/promotion/v1\","
                    + "\"subject\":[{\"digest\":{\"sha256\":\"%s\"},\"name\":\"registry.example:5000/acme/shop\"}]}")
                .formatted(
                    Samples.promotion().policy(),
                    Samples.promotion().previous(),
                    bundle.digest().hex()));
  }

  @Test
  void the_bundle_names_its_key_by_a_hint_and_holds_one_signature() {
    var json =
        (Json.Obj)
            JsonReader.read(
                SignedRecord.bundle(key, Samples.promotion(), bundle.digest()).content());
    assertThat(json.canonical())
        .contains("\"publicKey\":{\"hint\":\"" + key.hint() + "\"}", "\"signatures\":[{\"sig\":\"");
  }

  /// Another statement of the same key about the same bundle is no promotion, and no signature for
  /// the policy's rule either.
  @Test
  void a_promotion_is_not_taken_for_a_signature_that_a_policy_asks_for() {
    var content = SignedRecord.bundle(key, Samples.promotion(), bundle.digest()).content();
    assertThat(SigstoreBundle.check(content, bundle, Samples.keys(key)))
        .isInstanceOfSatisfying(
            Finding.Invalid.class, no -> assertThat(no.why()).contains("which is no signature"));
  }

  @Test
  void only_an_authorisation_of_a_move_can_be_signed() {
    var hold =
        Event.of(EventKind.RETENTION_LOSS, Samples.promotion().alias().stream(), "request")
            .subject(bundle.digest())
            .build();
    assertThatThrownBy(() -> Promotion.of("ledger.example/team", new Entry(3, hold)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no authorisation");
    var it = Samples.promotion();
    for (var kind :
        List.of(EventKind.REFUSAL, EventKind.BLOCK, EventKind.OUTSIDE_MOVE, EventKind.HOLD)) {
      assertThatThrownBy(() ->
              new Promotion(
                  it.ledger(),
                  it.index(),
                  it.alias(),
                  it.location(),
                  kind,
                  it.sequence(),
                  null,
                  null,
                  it.time()))
          .hasMessageContaining("a signature is for a move");
    }
  }

  @Test
  void a_well_signed_statement_of_another_form_is_none_of_ours() {
    for (var predicate :
        List.of(
            "{}",
            "{\"kind\":\"refusal\"}",
            Samples.promotion().toJson().canonical().replace("promotion", "block"),
            Samples.promotion()
                .toJson()
                .canonical()
                .replace("\"index\":41", "\"index\":41,\"x\":1"))) {
      var statement =
          "{\"_type\":\"%s\",\"subject\":[%s],\"predicateType\":\"%s\",\"predicate\":%s}"
              .formatted(
                  Statement.V1, Signer.about(bundle.digest()), Promotion.PREDICATE, predicate);
      var content = SignedRecord.bytes(key, statement.getBytes(StandardCharsets.UTF_8));
      assertThat(SigstoreBundle.promotion(content, bundle, Samples.keys(key))).isEmpty();
      // Which is nothing to Flux: a signature by the key is one.
      assertThat(
              FluxRules.verify(
                  Generation.FROM_2_8,
                  bundle,
                  new Carried(List.of(new Carried.Attached(content)), List.of()),
                  Samples.keys(key)))
          .isInstanceOf(FluxRules.Answer.Accepted.class);
    }
  }

  @Test
  void the_first_layout_is_what_the_checks_of_this_module_accept() {
    var signed = SignedRecord.simple(key, Samples.PROD, bundle.digest());
    assertThat(SimpleSigning.check(signed.layer(), signed.payload(), bundle, Samples.keys(key)))
        .isInstanceOf(Finding.Valid.class);
    assertThat(Base64.getDecoder().decode(signed.base64())).isEqualTo(signed.layer().signature());
  }
}
