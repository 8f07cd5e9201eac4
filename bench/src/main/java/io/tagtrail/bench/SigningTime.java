package io.tagtrail.bench;

import io.tagtrail.attest.Carried;
import io.tagtrail.attest.FluxRules;
import io.tagtrail.attest.FluxRules.Generation;
import io.tagtrail.attest.Keys;
import io.tagtrail.attest.Promotion;
import io.tagtrail.attest.SignedRecord;
import io.tagtrail.attest.SigningKey;
import io.tagtrail.attest.Subject;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Rounds;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.Folders;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.server.config.KeysConfig;
import io.tagtrail.server.signing.KeyRing;
import io.tagtrail.server.signing.RegistrySigner;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Signing and verifying what one event says, beside the bare signature of the JDK over as many
/// bytes, with the same key.
final class SigningTime implements Benchmark {
  private static final int CALLS = 50;
  private static final String SIGN = "sign: statement, DSSE, Sigstore bundle";
  private static final String BARE_SIGN = "bare ECDSA signature";
  private static final String VERIFY = "verify as Flux does: bundle read, DSSE, subject";
  private static final String BARE_VERIFY = "bare ECDSA verification";

  @Override
  public void run(Settings settings, Report report) throws Exception {
    var key = SigningKey.create();
    var raw = raw(key);
    var subject = new Subject(Artifacts.sample(1).manifest());
    var digest = subject.manifest().digest();
    var promotion = promotion(digest);
    var bundle = SignedRecord.bundle(key, promotion, digest);
    var carried = new Carried(List.of(new Carried.Attached(bundle.content())), List.of());
    var keys = new Keys(List.of(key.verification()));
    // The envelope's payload is most of what is signed; the bare one signs as many bytes.
    var bytes = new byte[bundle.content().length / 4 * 3];
    var bare = bare(raw, bytes);
    int rounds = settings.rounds(200, 2);
    var all =
        new Rounds()
            .add(
                SIGN, batch(() -> SignedRecord.bundle(key, promotion, digest).content().length > 0))
            .add(BARE_SIGN, batch(() -> bare(raw, bytes).length > 0))
            .add(
                VERIFY,
                batch(() ->
                    FluxRules.verify(Generation.FROM_2_8, subject, carried, keys)
                        instanceof FluxRules.Answer.Accepted))
            .add(BARE_VERIFY, batch(() -> verifies(key, bytes, bare)))
            .run(settings.size(40, 1), rounds);
    report
        .line(
            "One event signed and verified, no registry: %d at a time in turn, one thread. The bare signature is the JDK's over %d bytes, as many as the bundle carries. What a registry takes comes on top: a look at what the bundle carries (one GET of its referrers, one of the tag `.sig`), and for a new one the upload of the blob and of the referrer."
                .formatted(CALLS, bytes.length))
        .table("what", "n", "p50", "p99", "to the bare one");
    row(report, all, SIGN, BARE_SIGN);
    row(report, all, BARE_SIGN, null);
    row(report, all, VERIFY, BARE_VERIFY);
    row(report, all, BARE_VERIFY, null);
    withRegistries(settings, report);
  }

  /// The signing of a move as the path does it, beside the bare attaching of as many bytes.
  private static void withRegistries(Settings settings, Report report) throws Exception {
    report
        .line("")
        .line(
            "The signing of a move, before its tag moves: what the bundle carries is looked at, signed, uploaded and attached. Beside it, in turn, a referrer of as many bytes that is only attached; and the signing of a bundle that carries the signature already, as on a way back. Each bundle is a new one.")
        .table(
            "registry",
            "n",
            "sign p50",
            "p99",
            "attach p50",
            "sign to attach",
            "signed already p50");
    var registries = Registries.all(settings.tiny());
    for (var name : registries.names()) {
      var folder = settings.work().resolve("signing-" + name.replace(' ', '-'));
      try (var served = registries.start(name, folder);
          var registry = new OciRegistry(OciSettings.anonymous())) {
        new Attaching(served.host(), registry).run(settings, report, name);
      }
      Folders.delete(folder);
    }
  }

  /// One registry.
  private static final class Attaching {
    private final Repository repository;
    private final OciRegistry registry;
    private final RawPusher pusher;
    private final RegistrySigner signer;
    private final Assurance.Signing how = new Assurance.Signing("prod", "*", Assurance.Form.BUNDLE);
    private int count;

    Attaching(String host, OciRegistry registry) {
      this.registry = registry;
      pusher = new RawPusher(URI.create("http://" + host));
      repository = pusher.repository("bench/signing");
      var keys = new KeysConfig(Map.of("prod", new KeysConfig.Key("KEY", null, null, List.of())));
      var ring = new KeyRing(keys, Map.of("KEY", SigningKey.create().privatePem()));
      signer =
          new RegistrySigner(
              "ledger.example/team", ring, registry, alias -> Assurance.USUAL, Set.of());
    }

    void run(Settings settings, Report report, String name) throws Exception {
      var signed = new Manifest[1];
      var all =
          new Rounds()
              .add(
                  "sign",
                  () -> {
                    signed[0] = pushed();
                    return sign(signed[0]);
                  })
              .add("again", () -> sign(signed[0]))
              .add("attach", () -> attach(pushed()))
              .run(settings.size(20, 1), settings.rounds(100, 1));
      var sign = Rounds.samples(all, "sign");
      var attach = Rounds.samples(all, "attach");
      report.row(
          name,
          Integer.toString(sign.size()),
          Report.ms(sign.median()),
          Report.ms(sign.percentile(99)),
          Report.ms(attach.median()),
          Report.times(sign.pairedOver(attach)),
          Report.ms(Rounds.samples(all, "again").median()));
    }

    private Manifest pushed() {
      var bundle = Artifacts.sample(++count);
      pusher.push(repository, bundle);
      return bundle.manifest();
    }

    private long sign(Manifest bundle) {
      var location = Location.parse(repository + ":prod");
      var authorisation = authorisation(bundle, location);
      long began = System.nanoTime();
      signer.sign(authorisation, location, bundle, how);
      return System.nanoTime() - began;
    }

    private long attach(Manifest bundle) {
      var content = new byte[1148];
      ByteBuffer.wrap(content).putInt(count);
      long began = System.nanoTime();
      registry.attach(
          repository,
          bundle.descriptor(),
          new Referrer("application/vnd.example.bench", content, Map.of("a", "b")));
      return System.nanoTime() - began;
    }

    private Entry authorisation(Manifest bundle, Location location) {
      var now = Instant.EPOCH;
      var deadline = now.plus(Duration.ofSeconds(30));
      return new Entry(
          count,
          Event.of(EventKind.AUTHORISATION, Alias.parse("shop/prod").stream(), "r" + count)
              .intent(new Intent(EventKind.PROMOTION, Intent.Write.SERVER, deadline, deadline))
              .change(
                  new Change(count, location, bundle.descriptor(), null, null, null, null, null))
              .build()
              .at(now));
    }
  }

  @FunctionalInterface
  private interface Check {
    boolean holds() throws Exception;
  }

  private static Rounds.Action batch(Check check) {
    return () -> {
      long began = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        if (!check.holds()) {
          throw new IllegalStateException("it does not hold");
        }
      }
      return (System.nanoTime() - began) / CALLS;
    };
  }

  private static void row(
      Report report, Map<String, Samples> all, String name, @Nullable String to) {
    var samples = Rounds.samples(all, name);
    report.row(
        name,
        Integer.toString(samples.size() * CALLS),
        Report.ms(samples.median()),
        Report.ms(samples.percentile(99)),
        to == null ? "" : Report.times(samples.pairedOver(Rounds.samples(all, to))));
  }

  private static Promotion promotion(Digest digest) {
    return new Promotion(
        "ledger.example/team",
        41,
        Alias.parse("shop/prod"),
        Location.parse("registry.example/acme/shop:prod"),
        EventKind.PROMOTION,
        7,
        digest,
        digest,
        Instant.EPOCH);
  }

  /// The same key, to the JDK alone.
  private static PrivateKey raw(SigningKey key) throws Exception {
    var lines = key.privatePem().lines().filter(line -> !line.startsWith("-")).toList();
    return KeyFactory.getInstance("EC")
        .generatePrivate(
            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(String.join("", lines))));
  }

  private static byte[] bare(PrivateKey key, byte[] bytes) throws Exception {
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(bytes);
    return signature.sign();
  }

  private static boolean verifies(SigningKey key, byte[] bytes, byte[] signed) throws Exception {
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(key.verification().key());
    signature.update(bytes);
    return signature.verify(signed);
  }
}
