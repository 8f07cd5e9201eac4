package io.tagtrail.server.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.attest.Promotion;
import io.tagtrail.attest.SignedRecord;
import io.tagtrail.attest.SigningKey;
import io.tagtrail.attest.SigstoreBundle;
import io.tagtrail.attest.SimpleSigning;
import io.tagtrail.attest.Subject;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Assurance.Form;
import io.tagtrail.core.policy.Assurance.Inside;
import io.tagtrail.core.policy.Assurance.Outside;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.config.KeysConfig;
import io.tagtrail.testkit.registry.MemoryRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is attached, what is left alone, and what is refused.
class RegistrySignerTest {
  @TempDir Path folder;
  private SigningWorld world;

  @BeforeEach
  void start() {
    world = new SigningWorld(folder, MemoryRegistry.withReferrersApi());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void a_bundle_is_attached_that_says_what_was_authorised_and_no_tag_is_touched() {
    var tags = world.registry.tags(world.repository);
    world.sign();
    var carried = new Carrying(world.registry).of(world.repository, world.bundle.digest());
    assertThat(carried.bundles()).hasSize(1);
    assertThat(
            SigstoreBundle.promotion(
                carried.bundles().getFirst().bytes(),
                new Subject(world.bundle.manifest()),
                world.ring().counting(List.of("prod"))))
        .hasValueSatisfying(said -> {
          assertThat(said.alias()).isEqualTo(SigningWorld.PROD);
          assertThat(said.ledger()).isEqualTo(SigningWorld.ORIGIN);
          assertThat(said.index()).isEqualTo(41);
          assertThat(said.location()).isEqualTo(world.location);
          assertThat(said.kind()).isEqualTo(EventKind.PROMOTION);
          assertThat(said.policy()).isEqualTo(Digest.of(new byte[] {7}));
        });
    assertThat(world.registry.tags(world.repository)).isEqualTo(tags);
  }

  @Test
  void where_there_is_no_referrers_api_it_is_found_by_the_fallback_tag() {
    var old = new SigningWorld(folder.resolve("old"), MemoryRegistry.withoutReferrersApi());
    try (old) {
      old.sign();
      assertThat(old.bundles()).isOne();
      assertThat(old.registry.tags(old.repository))
          .anyMatch(tag -> tag.value().equals("sha256-" + old.bundle.digest().hex()));
    }
  }

  @Test
  void signing_the_same_again_after_a_crash_or_a_new_authorisation_doubles_nothing() {
    world.asks(Form.BOTH);
    world.sign();
    world.sign();
    world.sign(world.bundle.manifest(), 77);
    assertThat(world.bundles()).isOne();
    assertThat(world.signatures()).isOne();
    world.served.forgetRequests();
    world.sign();
    assertThat(world.served.requests()).noneMatch(line -> line.startsWith("P"));
  }

  @Test
  void another_environment_with_the_same_key_says_so_for_itself() {
    world.sign();
    var eu = Alias.parse("shop/prod-eu");
    world
        .signer()
        .sign(
            world.authorisation(world.bundle.manifest(), eu, 50),
            world.location,
            world.bundle.manifest(),
            world.how());
    assertThat(world.bundles()).isEqualTo(2);
  }

  @Test
  void the_first_layout_is_added_beside_what_others_signed() {
    var theirs = world.key("theirs");
    var key = world.ring().signing("theirs");
    simple(key, world.bundle.digest(), world.bundle.digest());
    world.asks(Form.LEGACY);
    world.sign();
    assertThat(theirs.signs()).isTrue();
    assertThat(world.signatures()).isEqualTo(2);
    assertThat(world.bundles()).isZero();
  }

  @Test
  void a_signature_that_the_environment_relies_on_is_never_switched_off() {
    world.key("vendor");
    simple(world.ring().signing("vendor"), world.bundle.digest(), world.bundle.digest());
    world.asks(Form.BUNDLE, "prod", "vendor");
    assertThatThrownBy(world::sign)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("would ignore it")
        .hasMessageContaining("form: legacy");
    assertThat(world.bundles()).isZero();
    // Nor with both, of which one part would.
    world.asks(Form.BOTH, "prod", "vendor");
    assertThatThrownBy(world::sign).isInstanceOf(RegistryException.class);
    assertThat(world.bundles()).isZero();
    assertThat(world.signatures()).isOne();
    // Who does not verify by that key does not rely on it.
    world.asks(Form.BUNDLE, "prod");
    world.sign();
    assertThat(world.bundles()).isOne();
  }

  /// The same bundle may be live in an environment beside this one, which signs nothing itself.
  @Test
  void nor_one_that_another_environment_relies_on() {
    world.key("vendor");
    simple(world.ring().signing("vendor"), world.bundle.digest(), world.bundle.digest());
    world.relied = Set.of("vendor");
    assertThatThrownBy(world::sign).hasMessageContaining("would ignore it");
    assertThat(world.bundles()).isZero();
    world.asks(Form.LEGACY);
    world.sign();
    assertThat(world.signatures()).isEqualTo(2);
  }

  @Test
  void an_environment_that_signs_bundles_itself_relies_on_no_first_layout() {
    var none = new Assurance(Inside.OFF, Outside.RECORD, List.of(), List.of("a"));
    var legacy =
        new Assurance(
            Inside.OFF,
            Outside.RECORD,
            List.of(new Assurance.Signing("b", "*", Form.LEGACY)),
            List.of("b"));
    var bundle =
        new Assurance(
            Inside.OFF,
            Outside.RECORD,
            List.of(new Assurance.Signing("c", "*", Form.BUNDLE)),
            List.of("c", "d"));
    var policy =
        Policy.of(
            Rules.usual("one").with(none),
            Rules.usual("two").with(legacy),
            Rules.usual("three").with(bundle));
    assertThat(Signing.relied(policy)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void where_a_bundle_has_switched_it_off_already_another_one_does_no_harm() {
    world.key("vendor");
    simple(world.ring().signing("vendor"), world.bundle.digest(), world.bundle.digest());
    world.registry.attach(
        world.repository,
        world.bundle.descriptor(),
        SignedRecord.bundle(
            world.ring().signing("vendor"),
            Promotion.of(
                "another.example/ledger",
                world.authorisation(world.bundle.manifest(), SigningWorld.PROD, 3)),
            world.bundle.digest()));
    world.asks(Form.BUNDLE, "prod", "vendor");
    world.sign();
    assertThat(world.bundles()).isEqualTo(2);
  }

  @Test
  void a_signature_that_was_copied_from_another_bundle_is_relied_on_by_nobody() {
    world.key("vendor");
    simple(world.ring().signing("vendor"), world.bundle.digest(), world.other.digest());
    world.asks(Form.BUNDLE, "prod", "vendor");
    world.sign();
    assertThat(world.bundles()).isOne();
  }

  @Test
  void a_bundle_by_another_key_or_of_another_ledger_is_not_taken_for_ours() {
    world.key("other");
    var authorisation = world.authorisation(world.bundle.manifest(), SigningWorld.PROD, 3);
    for (var each :
        List.of(
            SignedRecord.bundle(
                world.ring().signing("other"),
                Promotion.of(SigningWorld.ORIGIN, authorisation),
                world.bundle.digest()),
            SignedRecord.bundle(
                world.ring().signing("prod"),
                Promotion.of("another.example/ledger", authorisation),
                world.bundle.digest()),
            SignedRecord.bundle(
                world.ring().signing("prod"),
                Promotion.of(SigningWorld.ORIGIN, authorisation),
                world.other.digest()))) {
      world.registry.attach(world.repository, world.bundle.descriptor(), each);
    }
    world.sign();
    assertThat(world.bundles()).isEqualTo(4);
  }

  @Test
  void what_is_no_authorisation_cannot_be_signed() {
    var refusal =
        new Entry(
            9,
            Event.of(EventKind.RETENTION_LOSS, SigningWorld.PROD.stream(), "r")
                .subject(world.bundle.digest())
                .build());
    assertThatThrownBy(() ->
            world.signer().sign(refusal, world.location, world.bundle.manifest(), world.how()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no authorisation");
    assertThat(world.bundles()).isZero();
  }

  @Test
  void a_key_that_is_not_there_is_a_failure_of_signing_and_tells_nothing_secret() {
    world.keys.clear();
    assertThatThrownBy(world::sign)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("there is no key prod");
  }

  /// As it is on a way back, when the key is gone.
  @Test
  void what_is_signed_already_needs_no_key() {
    world.sign();
    var key = Objects.requireNonNull(world.keys.get("prod"));
    world.keys.put("prod", new KeysConfig.Key("NOT_SET", null, key.publicFile(), key.publics()));
    world.sign(world.bundle.manifest(), 99);
    assertThat(world.bundles()).isOne();
    assertThatThrownBy(() -> world.sign(world.other.manifest(), 100))
        .hasMessageContaining("NOT_SET");
  }

  @Test
  void a_registry_that_refuses_or_hangs_is_a_failure_within_the_time_that_a_move_has() {
    world.served.fault(exchange -> {
      if (!exchange.getRequestMethod().equals("POST")) {
        return false;
      }
      exchange.sendResponseHeaders(403, -1);
      return true;
    });
    assertThatThrownBy(world::sign)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.DENIED));
    world.served.fault(exchange -> {
      try {
        Thread.sleep(3_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return false;
    });
    long began = System.nanoTime();
    assertThatThrownBy(() ->
            new Patience(Duration.ofMillis(200))
                .run(goOn ->
                    world.registry.head(Reference.of(world.repository, world.bundle.digest()))))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("took longer than 200 ms");
    assertThat(System.nanoTime() - began).isLessThan(2_000_000_000L);
  }

  @Test
  void two_processes_that_sign_at_once_leave_something_that_verifies() throws Exception {
    world.asks(Form.BOTH);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> both =
          List.of(pool.submit(() -> world.sign()), pool.submit(() -> world.sign()));
      for (var each : both) {
        each.get();
      }
    }
    assertThat(world.bundles()).isBetween(1, 2);
    assertThat(world.signatures()).isBetween(1, 2);
  }

  private void simple(SigningKey key, Digest under, Digest about) {
    var signed = SignedRecord.simple(key, world.location, about);
    world.registry.addLayer(
        world.repository,
        SimpleSigning.tag(under),
        new Document(SimpleSigning.PAYLOAD_TYPE, signed.payload()),
        Map.of(SimpleSigning.SIGNATURE, signed.base64()));
  }
}
