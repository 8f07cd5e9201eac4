package io.tagtrail.server.signatures;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.Evaluators.Said;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.registry.RegistryException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrySignaturesTest {
  private static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";

  @TempDir Path folder;
  private SignedWorld world;
  private final KeyPair ours = SignedWorld.key();
  private final KeyPair theirs = SignedWorld.key();
  private final Digest other = Digest.of(new byte[] {1});

  @BeforeEach
  void start() {
    world = new SignedWorld(folder);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private Said look(SignatureRule rule) {
    return new RegistrySignatures(world.registry, world.registry::blob)
        .signed(rule, world.repository, world.bundle.digest());
  }

  @Test
  void a_bundle_without_any_signature_is_not_signed() {
    assertThat(look(SignedWorld.rule(ours)))
        .isInstanceOfSatisfying(
            Said.No.class,
            no -> assertThat(no.why()).startsWith("it is not signed").contains("ECDSA P-256 key"));
  }

  @Test
  void a_sigstore_bundle_among_the_referrers_signs_it() {
    world.attach(ours, SIGNED, world.bundle.digest());
    assertThat(look(SignedWorld.rule(theirs, ours))).isInstanceOf(Said.Yes.class);
    assertThat(look(SignedWorld.rule(theirs)))
        .isInstanceOfSatisfying(
            Said.No.class, no -> assertThat(no.why()).contains("none of the keys made it"));
  }

  @Test
  void one_of_several_signatures_under_the_tag_signs_it() {
    world.signUnderTheTag(world.bundle.digest(), theirs, ours);
    assertThat(look(SignedWorld.rule(ours))).isInstanceOf(Said.Yes.class);
    assertThat(look(SignedWorld.rule(SignedWorld.key()))).isInstanceOf(Said.No.class);
  }

  @Test
  void signatures_of_others_and_rubbish_beside_it_do_not_spoil_one_that_holds() {
    world.attachBytes("rubbish");
    world.attach(theirs, SIGNED, world.bundle.digest());
    world.attach(ours, "https://slsa.dev/provenance/v1", world.bundle.digest());
    world.attach(ours, SIGNED, other);
    assertThat(look(SignedWorld.rule(ours)))
        .isInstanceOfSatisfying(
            Said.No.class,
            no ->
                assertThat(no.why()).contains("cannot be read", "no signature", "another bundle"));
    world.signUnderTheTag(world.bundle.digest(), ours);
    assertThat(look(SignedWorld.rule(ours))).isInstanceOf(Said.Yes.class);
  }

  @Test
  void a_signature_of_another_bundle_under_this_ones_tag_says_nothing() {
    world.signUnderTheTag(other, ours);
    assertThat(look(SignedWorld.rule(ours)))
        .isInstanceOfSatisfying(
            Said.No.class, no -> assertThat(no.why()).contains("signed another bundle"));
  }

  @Test
  void something_else_under_the_tag_is_no_signature() {
    world.push("sha256-" + world.bundle.digest().hex() + ".sig", "[]");
    assertThat(look(SignedWorld.rule(ours))).isInstanceOf(Said.No.class);
  }

  @Test
  void a_rule_whose_keys_cannot_be_read_and_a_bundle_that_is_not_there_are_unknown() {
    assertThat(look(new SignatureRule("release", List.of("no key"))))
        .isInstanceOfSatisfying(
            Said.Unknown.class, it -> assertThat(it.why()).contains("keys cannot be read"));
    assertThat(
            new RegistrySignatures(world.registry, world.registry::blob)
                .signed(SignedWorld.rule(ours), world.repository, other))
        .isInstanceOfSatisfying(
            Said.Unknown.class, it -> assertThat(it.why()).contains("is not at"));
  }

  @Test
  void a_registry_that_is_away_is_unknown_and_never_a_no() {
    world.attach(ours, SIGNED, world.bundle.digest());
    world.served.close();
    assertThat(look(SignedWorld.rule(ours)))
        .isInstanceOfSatisfying(
            Said.Unknown.class, it -> assertThat(it.why()).contains("did not answer"));
  }

  @Test
  void a_blob_that_cannot_be_read_is_unknown_unless_another_signature_holds() {
    world.attach(ours, SIGNED, world.bundle.digest());
    Blobs refusing =
        (repository, blob, most) -> {
          if (blob.mediaType().contains("sigstore")) {
            throw new RegistryException(
                RegistryException.Kind.DENIED, RegistryException.Applied.NO, 403, "denied", null);
          }
          return world.registry.blob(repository, blob, most);
        };
    var checks = new RegistrySignatures(world.registry, refusing);
    assertThat(checks.signed(SignedWorld.rule(ours), world.repository, world.bundle.digest()))
        .isInstanceOfSatisfying(Said.Unknown.class, it -> assertThat(it.why()).contains("denied"));
    world.signUnderTheTag(world.bundle.digest(), ours);
    assertThat(checks.signed(SignedWorld.rule(ours), world.repository, world.bundle.digest()))
        .isInstanceOf(Said.Yes.class);
  }

  @Test
  void looking_comes_to_an_end() {
    world.attach(ours, SIGNED, world.bundle.digest());
    var clock = new AtomicLong();
    var checks =
        new RegistrySignatures(
            world.registry,
            world.registry::blob,
            Duration.ofSeconds(30),
            () -> clock.getAndAdd(Duration.ofSeconds(20).toNanos()));
    // The first look at the clock begins it, the second is within the time.
    assertThat(checks.signed(SignedWorld.rule(ours), world.repository, world.bundle.digest()))
        .isInstanceOf(Said.Yes.class);
    world.attach(theirs, SIGNED, world.bundle.digest());
    world.attach(theirs, SIGNED, other);
    assertThat(
            checks.signed(
                SignedWorld.rule(SignedWorld.key()), world.repository, world.bundle.digest()))
        .isInstanceOfSatisfying(
            Said.Unknown.class, it -> assertThat(it.why()).contains("too long"));
  }
}
