package io.tagtrail.attest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.attest.FluxRules.Answer;
import io.tagtrail.attest.FluxRules.Generation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules, case by case; that Flux has the same ones is shown by its own calls, in the tests of
/// the group `peers`.
class FluxRulesTest {
  private final SigningKey ours = SigningKey.create();
  private final SigningKey theirs = SigningKey.create();
  private final Subject bundle = Samples.BUNDLE;

  private Answer now(Carried carried) {
    return FluxRules.verify(Generation.FROM_2_8, bundle, carried, Samples.keys(ours));
  }

  private Answer before(Carried carried) {
    return FluxRules.verify(Generation.UP_TO_2_7, bundle, carried, Samples.keys(ours));
  }

  private static Carried bundles(Carried.Attached... attached) {
    return new Carried(List.of(attached), List.of());
  }

  private SimpleSigning.Signed simple(SigningKey key, Subject subject) {
    return SignedRecord.simple(key, Samples.PROD, subject.digest());
  }

  @Test
  void nothing_is_refused() {
    assertThat(now(Carried.NOTHING)).isInstanceOf(Answer.Refused.class);
    assertThat(before(Carried.NOTHING)).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void a_bundle_by_the_key_is_accepted_since_2_8_and_seen_by_nobody_before() {
    var carried = bundles(Samples.bundle(theirs, bundle), Samples.bundle(ours, bundle));
    assertThat(now(carried)).isEqualTo(new Answer.Accepted(ours.verification(), false));
    assertThat(before(carried)).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void a_bundle_by_another_key_or_replayed_from_another_digest_is_refused() {
    assertThat(now(bundles(Samples.bundle(theirs, bundle)))).isInstanceOf(Answer.Refused.class);
    assertThat(now(bundles(Samples.bundle(ours, Samples.OTHER))))
        .isInstanceOfSatisfying(
            Answer.Refused.class, no -> assertThat(no.why()).contains("another bundle"));
  }

  @Test
  void the_first_layout_counts_until_there_is_a_bundle_whoever_made_it() {
    var signed = List.of(simple(ours, bundle));
    var alone = new Carried(List.of(), signed);
    assertThat(now(alone)).isEqualTo(new Answer.Accepted(ours.verification(), false));
    assertThat(before(alone)).isEqualTo(new Answer.Accepted(ours.verification(), false));
    var beside = new Carried(List.of(Samples.bundle(theirs, Samples.OTHER)), signed);
    assertThat(now(beside)).isInstanceOf(Answer.Refused.class);
    assertThat(before(beside)).isInstanceOf(Answer.Accepted.class);
    assertThat(FluxRules.countsBundles(beside)).isTrue();
    assertThat(FluxRules.countsBundles(alone)).isFalse();
  }

  /// Why the first layout is no allow-list against somebody who may push.
  @Test
  void in_the_first_layout_a_signature_over_another_digest_is_accepted_and_said_to_be_a_replay() {
    var carried = new Carried(List.of(), List.of(simple(ours, Samples.OTHER)));
    assertThat(now(carried)).isEqualTo(new Answer.Accepted(ours.verification(), true));
    var both = new Carried(List.of(), List.of(simple(ours, Samples.OTHER), simple(ours, bundle)));
    assertThat(now(both)).isEqualTo(new Answer.Accepted(ours.verification(), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle+json;version=0.1\"}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle+json;version=0.2\"}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.4+json\"}",
        "{\"mediaType\":\"application/json\"}",
      })
  void what_is_no_bundle_of_0_3_switches_nothing_off(String json) {
    var odd = new Carried.Attached(json.getBytes(StandardCharsets.UTF_8));
    assertThat(now(new Carried(List.of(odd), List.of(simple(ours, bundle)))))
        .isInstanceOf(Answer.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"}",
        "{\"media_type\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"}",
        "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":{},\"dsseEnvelope\":{}}",
      })
  void what_two_readers_may_read_in_two_ways_is_not_sure(String json) {
    var odd = new Carried.Attached(json.getBytes(StandardCharsets.UTF_8));
    assertThat(now(new Carried(List.of(odd), List.of(simple(ours, bundle)))))
        .isInstanceOf(Answer.Unsure.class);
    // A bundle that holds is found whatever is beside it.
    assertThat(now(bundles(odd, Samples.bundle(ours, bundle)))).isInstanceOf(Answer.Accepted.class);
  }

  @Test
  void a_bundle_with_a_certificate_is_none_for_a_key() {
    var text = new String(Samples.bundle(ours, bundle).bytes(), StandardCharsets.UTF_8);
    var certified =
        text.replaceAll("\"publicKey\":\\{[^}]*}", "\"certificate\":{\"rawBytes\":\"AAAA\"}");
    assertThat(now(bundles(new Carried.Attached(certified.getBytes(StandardCharsets.UTF_8)))))
        .isInstanceOfSatisfying(
            Answer.Refused.class, no -> assertThat(no.why()).contains("certificate"));
  }

  /// What the real cosign wrote: a signature of its own kind is a statement too, and counts.
  @Test
  void what_cosign_signed_is_accepted_by_its_key() {
    var subject = Recorded.subject("p256-bundle");
    var carried = bundles(new Carried.Attached(Recorded.bytes("p256-bundle.sigstore.json")));
    assertThat(
            FluxRules.verify(Generation.FROM_2_8, subject, carried, Recorded.keys("rsa", "p256")))
        .isInstanceOf(Answer.Accepted.class);
    var message = bundles(new Carried.Attached(Recorded.bytes("p256-message.sigstore.json")));
    assertThat(FluxRules.verify(Generation.FROM_2_8, subject, message, Recorded.keys("p256")))
        .isInstanceOf(Answer.Refused.class);
  }
}
