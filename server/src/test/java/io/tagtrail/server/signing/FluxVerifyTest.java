package io.tagtrail.server.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.attest.SignedRecord;
import io.tagtrail.attest.SimpleSigning;
import io.tagtrail.core.cluster.Clusters;
import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Assurance.Form;
import io.tagtrail.core.policy.Examiner.Subject;
import io.tagtrail.core.policy.Examiner.Use;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.server.config.KeysConfig;
import io.tagtrail.testkit.registry.MemoryRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the check `flux-verify` says before a move.
class FluxVerifyTest {
  @TempDir Path folder;
  private SigningWorld world;
  private Clusters clusters = Clusters.NONE;
  private Patience soon = new Patience(Duration.ofSeconds(30));

  @BeforeEach
  void start() {
    world = new SigningWorld(folder, MemoryRegistry.withReferrersApi());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private List<Check> look(Use use) {
    var examiner =
        new FluxVerify(
            world.ring(),
            world.signer(),
            world.registry,
            alias -> Optional.of(world.location),
            clusters,
            InstantSource.fixed(SigningWorld.NOW),
            soon,
            soon);
    return examiner
        .examine(
            new Subject(
                SigningWorld.PROD,
                Rules.usual("prod").with(world.assurance),
                world.repository,
                world.bundle.descriptor(),
                use,
                null))
        .checks();
  }

  private Check check(Use use) {
    var checks = look(use);
    assertThat(checks).hasSize(1);
    assertThat(checks.getFirst().name()).isEqualTo("flux-verify");
    assertThat(checks.getFirst().guard()).isEqualTo(Guard.SAFETY);
    return checks.getFirst();
  }

  private Result forward() {
    return check(Use.FORWARD).result();
  }

  private void verifyOnly(String... names) {
    world.assurance =
        new Assurance(Assurance.Inside.OFF, Assurance.Outside.RECORD, List.of(), List.of(names));
  }

  private void simple(String key, Digest about) {
    var signed = SignedRecord.simple(world.ring().signing(key), world.location, about);
    world.registry.addLayer(
        world.repository,
        SimpleSigning.tag(world.bundle.digest()),
        new Document(SimpleSigning.PAYLOAD_TYPE, signed.payload()),
        Map.of(SimpleSigning.SIGNATURE, signed.base64()));
  }

  @Test
  void our_own_signature_counts_before_it_is_made() {
    assertThat(forward()).isEqualTo(Result.PASS);
    world.asks(Form.LEGACY);
    assertThat(forward()).isEqualTo(Result.PASS);
    world.asks(Form.BOTH, "prod");
    assertThat(check(Use.BACK).result()).isEqualTo(Result.PASS);
    assertThat(check(Use.TARGET).detail()).contains("before the tag moves");
  }

  @Test
  void where_nothing_is_asked_and_no_cluster_verifies_nothing_is_checked() {
    world.assurance = Assurance.USUAL;
    assertThat(look(Use.FORWARD)).isEmpty();
  }

  @Test
  void a_cluster_that_verifies_with_keys_that_nobody_named_is_unknown() {
    world.assurance = Assurance.USUAL;
    var source =
        new SourceState(
            "apps",
            "web",
            world.location,
            null,
            null,
            Health.HEALTHY,
            false,
            "cosign",
            null,
            List.of());
    clusters =
        (location, now) -> List.of(new Consumption("prod-eu", SigningWorld.NOW, false, source));
    assertThat(check(Use.FORWARD))
        .satisfies(said -> {
          assertThat(said.result()).isEqualTo(Result.UNKNOWN);
          assertThat(said.detail()).contains("apps/web in prod-eu verifies with cosign");
        });
  }

  @Test
  void without_signing_what_is_there_decides() {
    verifyOnly("prod");
    assertThat(forward()).isEqualTo(Result.FAIL);
    assertThat(check(Use.TARGET).result()).isEqualTo(Result.FAIL);
    // Somebody names it and wants to go back there: signing never blocks that.
    assertThat(check(Use.BACK).result()).isEqualTo(Result.UNKNOWN);
    simple("prod", world.bundle.digest());
    assertThat(forward()).isEqualTo(Result.PASS);
  }

  @Test
  void a_signature_that_was_copied_from_another_bundle_fails_although_flux_accepts_it() {
    verifyOnly("prod");
    simple("prod", world.other.digest());
    assertThat(check(Use.FORWARD))
        .satisfies(said -> {
          assertThat(said.result()).isEqualTo(Result.FAIL);
          assertThat(said.detail()).contains("made over another bundle");
        });
  }

  @Test
  void what_only_older_ones_accept_is_unknown() {
    world.key("somebody");
    simple("prod", world.bundle.digest());
    world.registry.attach(
        world.repository,
        world.bundle.descriptor(),
        SignedRecord.bundle(
            world.ring().signing("somebody"),
            io.tagtrail.attest.Promotion.of(
                "x.example/y", world.authorisation(world.bundle.manifest(), SigningWorld.PROD, 1)),
            world.bundle.digest()));
    verifyOnly("prod");
    assertThat(check(Use.FORWARD).detail()).contains("Flux up to 2.7 accepts");
    assertThat(forward()).isEqualTo(Result.UNKNOWN);
    world.asks(Form.LEGACY);
    assertThat(forward()).isEqualTo(Result.UNKNOWN);
    world.asks(Form.BUNDLE);
    assertThat(forward()).isEqualTo(Result.PASS);
  }

  @Test
  void a_signing_that_would_switch_another_off_fails_before_anything_is_authorised() {
    world.key("vendor");
    simple("vendor", world.bundle.digest());
    world.asks(Form.BUNDLE, "prod", "vendor");
    assertThat(check(Use.FORWARD).detail()).contains("would ignore it");
    assertThat(forward()).isEqualTo(Result.FAIL);
    world.asks(Form.LEGACY, "prod", "vendor");
    assertThat(forward()).isEqualTo(Result.PASS);
  }

  @Test
  void a_key_that_cannot_sign_leaves_what_was_signed_before() {
    world.sign();
    var known = Objects.requireNonNull(world.keys.get("prod"));
    world.keys.put(
        "prod", new KeysConfig.Key("NOT_SET", null, known.publicFile(), known.publics()));
    assertThat(check(Use.TARGET).result()).isEqualTo(Result.PASS);
    assertThat(check(Use.BACK).result()).isEqualTo(Result.PASS);
    assertThat(check(Use.FORWARD).detail()).contains("cannot be signed", "NOT_SET");
    assertThat(forward()).isEqualTo(Result.FAIL);
  }

  @Test
  void a_registry_that_does_not_answer_and_what_cannot_be_read_for_sure_are_unknown() {
    verifyOnly("prod");
    world.registry.attach(
        world.repository,
        world.bundle.descriptor(),
        new Referrer(
            "application/vnd.dev.sigstore.bundle.v0.3+json",
            "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"}"
                .getBytes(StandardCharsets.UTF_8),
            Map.of()));
    assertThat(forward()).isEqualTo(Result.UNKNOWN);
    world.served.close();
    assertThat(check(Use.FORWARD).detail()).contains("could not be checked");
    assertThat(forward()).isEqualTo(Result.UNKNOWN);
  }

  @Test
  void doctor_is_told_whether_what_is_live_is_signed() {
    var look = new SignedLook(world.ring(), world.registry);
    assertThat(look.signed(world.location, world.bundle.digest(), List.of("prod"))).contains(false);
    world.sign();
    assertThat(look.signed(world.location, world.bundle.digest(), List.of("prod"))).contains(true);
    assertThat(look.signed(world.location, world.bundle.digest(), List.of("none"))).isEmpty();
  }

  @Test
  void a_look_that_is_not_answered_in_time_is_unknown() {
    verifyOnly("prod");
    var never = new CountDownLatch(1);
    world.served.fault(exchange -> {
      try {
        never.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return false;
    });
    soon = new Patience(Duration.ofMillis(200));
    try {
      for (var use : Use.values()) {
        long begun = System.nanoTime();
        var said = check(use);
        assertThat(said.result()).isEqualTo(Result.UNKNOWN);
        assertThat(said.detail()).contains("did not answer in time");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
      }
    } finally {
      never.countDown();
    }
  }

  @Test
  void more_bundles_than_are_read_into_memory_are_unknown() {
    verifyOnly("prod");
    for (int n = 0; n < 9; n++) {
      var large = new byte[1 << 20];
      java.util.Arrays.fill(large, (byte) ('a' + n));
      world.registry.attach(
          world.repository,
          world.bundle.descriptor(),
          new Referrer("application/vnd.dev.sigstore.bundle.v0.3+json", large, Map.of()));
    }
    assertThat(check(Use.FORWARD).detail()).contains("longer than 8388608 bytes together");
    assertThat(forward()).isEqualTo(Result.UNKNOWN);
  }
}
