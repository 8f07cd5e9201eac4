package io.tagtrail.server.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.attest.Carried;
import io.tagtrail.attest.FluxRules;
import io.tagtrail.attest.FluxRules.Answer;
import io.tagtrail.attest.FluxRules.Generation;
import io.tagtrail.attest.Keys;
import io.tagtrail.attest.Promotion;
import io.tagtrail.attest.SignedRecord;
import io.tagtrail.attest.SimpleSigning;
import io.tagtrail.attest.Subject;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Assurance.Form;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.server.config.KeysConfig;
import io.tagtrail.testkit.peers.Command;
import io.tagtrail.testkit.peers.PeerRegistry;
import io.tagtrail.testkit.peers.Peers;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.RawPusher;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real cosign verifies what we attach and refuses what we did not; and a program that makes
/// source-controller's own calls says what our reading of its rules says, of everything that can be
/// on a bundle.
@Tag("peers")
class CosignAndFluxTest {
  private static final String PREDICATE = "https://tagtrail.io/attestations/promotion/v1";

  @TempDir Path folder;
  private final Peers peers = Peers.installed();
  private final List<AutoCloseable> closing = new ArrayList<>();
  private final OciRegistry registry = new OciRegistry(OciSettings.anonymous());
  private int bundles;
  // Nowhere, until a test begins.
  private RawPusher pusher = new RawPusher(URI.create("http://127.0.0.1:1"));
  private Repository repository = pusher.repository("acme/shop");
  private Location location = Location.parse(repository + ":prod");
  private KeyRing ring = new KeyRing(KeysConfig.USUAL, Map.of());

  @AfterEach
  void stop() throws Exception {
    for (var each : closing) {
      each.close();
    }
    registry.close();
  }

  /// A registry that is not ours, with the referrers API and without it, and our own.
  private void begin(String kind) throws Exception {
    String host;
    if (kind.equals("embedded")) {
      var served =
          EmbeddedRegistry.start(
              folder.resolve("embedded"),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      closing.add(served);
      host = "127.0.0.1:" + served.uri().getPort();
    } else {
      var served =
          PeerRegistry.start(
              peers,
              PeerRegistry.Kind.valueOf(kind),
              Files.createDirectories(folder.resolve(kind)));
      closing.add(served);
      host = served.host();
    }
    pusher = new RawPusher(URI.create("http://" + host));
    repository = pusher.repository("acme/shop");
    location = Location.parse(repository + ":prod");
    var keys = new LinkedHashMap<String, KeysConfig.Key>();
    for (var name : List.of("prod", "vendor", "stranger")) {
      var made = KeyFiles.create(folder, name);
      keys.put(
          name,
          new KeysConfig.Key(
              null, made.privateFile(), made.publicFile(), List.of(made.key().pem())));
    }
    ring = new KeyRing(new KeysConfig(keys), Map.of());
  }

  private Bundle pushed() {
    var bundle = Artifacts.sample(++bundles);
    pusher.push(repository, bundle);
    return bundle;
  }

  private void sign(Bundle bundle, Form form) {
    var how = new Assurance.Signing("prod", "*", form);
    var assurance =
        new Assurance(
            Assurance.Inside.OFF, Assurance.Outside.RECORD, List.of(how), List.of("prod"));
    new RegistrySigner(SigningWorld.ORIGIN, ring, registry, alias -> assurance, Set.of())
        .sign(
            SigningWorld.authorisation(bundle.manifest(), SigningWorld.PROD, 41, location),
            location,
            bundle.manifest(),
            how);
  }

  private Command cosign(String verb, String key, Bundle bundle, String... more) throws Exception {
    var command = new ArrayList<String>();
    command.add(peers.need("cosign").toString());
    command.addAll(
        List.of(
            verb,
            "--key",
            folder.resolve(key + ".pub").toString(),
            "--insecure-ignore-tlog=true",
            "--allow-http-registry",
            "--allow-insecure-registry"));
    command.addAll(List.of(more));
    command.add(repository + "@" + bundle.digest());
    return Command.run(folder.resolve("home"), command);
  }

  private Command flux(Generation generation, Bundle bundle, String... keys) throws Exception {
    var command = new ArrayList<String>();
    command.add(peers.need("flux-verify").toString());
    command.add("-generation");
    command.add(generation == Generation.FROM_2_8 ? "1.9" : "1.7");
    for (var key : keys) {
      command.add("-key");
      command.add(folder.resolve(key + ".pub").toString());
    }
    command.add(repository + "@" + bundle.digest());
    return Command.run(folder.resolve("home"), command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOCKER_REGISTRY", "DISTRIBUTION", "embedded"})
  void cosign_verifies_what_we_attached_and_refuses_what_we_did_not(String kind) throws Exception {
    begin(kind);
    var signed = pushed();
    var other = pushed();
    sign(signed, Form.BUNDLE);
    var verified = cosign("verify-attestation", "prod", signed, "--type", PREDICATE);
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(payload(verified.out())).contains("shop/prod", PREDICATE, signed.digest().hex());
    // Another key, another bundle, and one under which ours was put by somebody who may push.
    assertThat(cosign("verify-attestation", "vendor", signed, "--type", PREDICATE).exit())
        .isNotZero();
    assertThat(cosign("verify-attestation", "prod", other, "--type", PREDICATE).exit()).isNotZero();
    var stolen = SignedRecord.bundle(ring.signing("prod"), promotion(), signed.digest());
    registry.attach(repository, other.descriptor(), stolen);
    assertThat(cosign("verify-attestation", "prod", other, "--type", PREDICATE).exit()).isNotZero();
    agree(signed, "prod");
    agree(other, "prod");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOCKER_REGISTRY", "DISTRIBUTION", "embedded"})
  void cosign_verifies_our_first_layout_and_what_it_signs_beside_it(String kind) throws Exception {
    begin(kind);
    var signed = pushed();
    var other = pushed();
    sign(signed, Form.LEGACY);
    var verified = cosign("verify", "prod", signed, "--new-bundle-format=false");
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(cosign("verify", "vendor", signed, "--new-bundle-format=false").exit()).isNotZero();
    assertThat(cosign("verify", "prod", other, "--new-bundle-format=false").exit()).isNotZero();
    // Somebody else signs beside ours, with their own tool: both hold.
    var home = folder.resolve("home");
    var imported = folder.resolve("vendor");
    Command.ok(
        home,
        "env",
        "COSIGN_PASSWORD=",
        peers.need("cosign").toString(),
        "import-key-pair",
        "--key",
        folder.resolve("vendor.key").toString(),
        "--output-key-prefix",
        imported + "-cosign",
        "--yes");
    Command.ok(
        home,
        "env",
        "COSIGN_PASSWORD=",
        peers.need("cosign").toString(),
        "sign",
        "--key",
        imported + "-cosign.key",
        "--new-bundle-format=false",
        "--use-signing-config=false",
        "--tlog-upload=false",
        "--allow-http-registry",
        "--yes",
        repository + "@" + signed.digest());
    assertThat(cosign("verify", "vendor", signed, "--new-bundle-format=false").exit()).isZero();
    assertThat(cosign("verify", "prod", signed, "--new-bundle-format=false").exit()).isZero();
    // And ours beside theirs, again.
    sign(signed, Form.LEGACY);
    assertThat(cosign("verify", "vendor", signed, "--new-bundle-format=false").exit()).isZero();
    agree(signed, "prod");
    agree(signed, "vendor");
    agree(other, "prod");
  }

  /// Everything that can be on a bundle, in every combination that matters: what Flux itself says
  /// is what the rules say.
  @ParameterizedTest
  @ValueSource(strings = {"DOCKER_REGISTRY", "embedded"})
  void flux_says_of_every_case_what_our_reading_of_its_rules_says(String kind) throws Exception {
    begin(kind);
    for (var simple : List.of("", "prod", "stranger", "replayed")) {
      for (var attached :
          List.of("", "prod", "stranger", "replayed", "old", "rubbish", "type", "certificate")) {
        var bundle = pushed();
        simple(bundle, simple);
        attached(bundle, attached);
        var said = agree(bundle, "prod", "vendor");
        assertThat(said).as("%s beside %s", attached, simple).isNotNull();
      }
    }
  }

  /// The reason why one key must not be used in both layouts: in the first one Flux does not look
  /// at what was signed. A bundle that was never promoted runs if somebody who may push copies the
  /// signature of another one.
  @ParameterizedTest
  @ValueSource(strings = {"DOCKER_REGISTRY"})
  void flux_accepts_a_copied_signature_in_the_first_layout_and_never_a_copied_bundle(String kind)
      throws Exception {
    begin(kind);
    var never = pushed();
    simple(never, "replayed");
    for (var generation : Generation.values()) {
      assertThat(flux(generation, never, "prod").exit()).isZero();
    }
    assertThat(FluxRules.verify(Generation.FROM_2_8, subject(never), carried(never), keys("prod")))
        .isEqualTo(new Answer.Accepted(ring.signing("prod").verification(), true));
    var bundles = pushed();
    attached(bundles, "replayed");
    assertThat(flux(Generation.FROM_2_8, bundles, "prod").exit()).isNotZero();
  }

  private void simple(Bundle bundle, String what) {
    if (what.isEmpty()) {
      return;
    }
    boolean replayed = what.equals("replayed");
    var about = replayed ? Artifacts.sample(1_000).digest() : bundle.digest();
    var key = ring.signing(replayed ? "prod" : what);
    var signed = SignedRecord.simple(key, location, about);
    registry.addLayer(
        repository,
        SimpleSigning.tag(bundle.digest()),
        new Document(SimpleSigning.PAYLOAD_TYPE, signed.payload()),
        Map.of(SimpleSigning.SIGNATURE, signed.base64()));
  }

  private void attached(Bundle bundle, String what) {
    var prod = ring.signing("prod");
    var ours = SignedRecord.bundle(prod, promotion(), bundle.digest());
    var referrer =
        switch (what) {
          case "" -> null;
          case "prod" -> ours;
          case "stranger" ->
              SignedRecord.bundle(ring.signing("stranger"), promotion(), bundle.digest());
          case "replayed" ->
              SignedRecord.bundle(prod, promotion(), Artifacts.sample(1_000).digest());
          case "old" ->
              changed(ours, "bundle.v0.3+json\",\"verif", "bundle+json;version=0.2\",\"verif");
          case "rubbish" -> changed(ours, "{", "[");
          case "type" -> changed(ours, "application/vnd.in-toto+json", "application/json");
          case "certificate" -> changed(ours, "\"publicKey\"", "\"x509CertificateChain\"");
          default -> throw new IllegalArgumentException(what);
        };
    if (referrer != null) {
      registry.attach(repository, bundle.descriptor(), referrer);
    }
  }

  private static Referrer changed(Referrer referrer, String from, String to) {
    var text = new String(referrer.content(), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return new Referrer(
        referrer.artifactType(),
        text.replace(from, to).getBytes(StandardCharsets.UTF_8),
        referrer.annotations());
  }

  private Promotion promotion() {
    return new Promotion(
        SigningWorld.ORIGIN,
        41,
        SigningWorld.PROD,
        location,
        EventKind.PROMOTION,
        1,
        null,
        Digest.of(new byte[] {1}),
        SigningWorld.NOW);
  }

  /// Both generations; what the rules are not sure of, either may be.
  private Answer agree(Bundle bundle, String... keys) throws Exception {
    Answer last = new Answer.Unsure("not asked");
    for (var generation : Generation.values()) {
      var real = flux(generation, bundle, keys);
      assertThat(real.exit()).as(real.out() + real.err()).isLessThan(2);
      last = FluxRules.verify(generation, subject(bundle), carried(bundle), keys(keys));
      if (!(last instanceof Answer.Unsure)) {
        assertThat(last instanceof Answer.Accepted)
            .as("%s: the rules say %s, Flux says %s", generation, last, real.out())
            .isEqualTo(real.exit() == 0);
      }
    }
    return last;
  }

  private Subject subject(Bundle bundle) {
    return new Subject(bundle.manifest());
  }

  private Carried carried(Bundle bundle) {
    return new Carrying(registry).of(repository, bundle.digest());
  }

  private Keys keys(String... names) {
    return ring.counting(List.of(names));
  }

  private static String payload(String envelope) {
    int from = envelope.indexOf("\"payload\":\"") + 11;
    var payload = envelope.substring(from, envelope.indexOf('"', from));
    return new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8);
  }
}
