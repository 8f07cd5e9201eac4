package io.tagtrail.attest;

import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.registry.Referrer;
import java.util.Map;

/// Makes what Tagtrail signs, in the two layouts that Flux knows.
public final class SignedRecord {
  /// What marks a referrer with a Sigstore bundle (sigstore/cosign, specs/BUNDLE_SPEC.md).
  static final String CONTENT = "dev.sigstore.bundle.content";

  private SignedRecord() {}

  /// The referrer that holds a Sigstore bundle with the statement. Signing again gives another one:
  /// a signature is never the same twice.
  public static Referrer bundle(SigningKey key, Promotion promotion, Digest bundle) {
    return new Referrer(
        SigstoreBundle.TYPE,
        bytes(key, promotion.statement(bundle)),
        Map.of(CONTENT, "dsse-envelope", SigstoreBundle.PREDICATE, Promotion.PREDICATE));
  }

  static byte[] bytes(SigningKey key, byte[] statement) {
    var material =
        new ObjectBuilder()
            .put("publicKey", new ObjectBuilder().put("hint", key.hint()).build())
            .build();
    return new ObjectBuilder()
        .put("mediaType", SigstoreBundle.TYPE)
        .put("verificationMaterial", material)
        .put("dsseEnvelope", Envelope.signed(key, Statement.PAYLOAD_TYPE, statement).toJson())
        .build()
        .canonicalBytes();
  }

  /// A signature in cosign's first layout: the payload to store as a blob, and the signature that
  /// goes beside it. What it says is the digest and the repository, and no more: this form has no
  /// room for the rest.
  public static SimpleSigning.Signed simple(SigningKey key, Location location, Digest bundle) {
    var image = new ObjectBuilder().putText("docker-manifest-digest", bundle).build();
    var identity = new ObjectBuilder().putText("docker-reference", location.repository()).build();
    var critical =
        new ObjectBuilder()
            .put("identity", identity)
            .put("image", image)
            .put("type", SimpleSigning.COSIGN)
            .build();
    var payload =
        new ObjectBuilder()
            .put("critical", critical)
            .put("optional", new ObjectBuilder().build())
            .build()
            .canonicalBytes();
    return SimpleSigning.Signed.of(payload, key.sign(payload));
  }
}
