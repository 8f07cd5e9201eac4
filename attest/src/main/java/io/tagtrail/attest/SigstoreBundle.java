package io.tagtrail.attest;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.json.OutsideJson;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.registry.Manifest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A Sigstore bundle of version 0.3 (sigstore/protobuf-specs, `sigstore_bundle.proto`, in its JSON
/// form), the layer of a referrer of the same type (sigstore/cosign, specs/BUNDLE_SPEC.md). What
/// cosign 3 writes by default.
///
/// Only given keys count. What else a bundle holds (certificates, entries of transparency logs, a
/// hint at a key) is not looked at: it is there for verifiers that trust an authority.
public final class SigstoreBundle {
  public static final String TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  public static final int MAX_BYTES = 1 << 20;

  private static final String FAMILY = "application/vnd.dev.sigstore.bundle";
  private static final Set<String> TYPES =
      Set.of(TYPE, "application/vnd.dev.sigstore.bundle+json;version=0.3");
  private static final int MAX_SIGNATURE_BYTES = 2 << 10;

  // What cosign notes on the referrer (specs/BUNDLE_SPEC.md, "Annotations").
  static final String PREDICATE = "dev.sigstore.bundle.predicateType";

  private SigstoreBundle() {}

  /// The layer of a referrer that may hold a signature. Empty where the referrer itself says that
  /// it holds an attestation of another kind, of which a bundle can have hundreds: nothing is lost
  /// by believing it, since an attestation is no signature.
  ///
  /// @throws JsonException if the manifest cannot be read, or has not one layer of this type
  public static Optional<Descriptor> layer(Manifest referrer) {
    var view = OutsideJson.object("the referrer", referrer.bytes());
    var annotations = view.object("annotations");
    var predicate = annotations == null ? null : annotations.text(PREDICATE);
    if (predicate != null && !predicate.equals(Statement.SIGNED)) {
      return Optional.empty();
    }
    var layers = layers(view);
    if (layers.size() != 1 || !TYPES.contains(layers.getFirst().mediaType())) {
      throw new JsonException("it has not one layer, a Sigstore bundle of version 0.3");
    }
    return Optional.of(layers.getFirst());
  }

  /// The only layer of a referrer, if its type begins as that of a Sigstore bundle of any version:
  /// what Flux goes by. Whatever the referrer says beside it is not looked at.
  ///
  /// @throws JsonException if the manifest cannot be read
  public static Optional<Descriptor> anyLayer(Manifest referrer) {
    var layers = layers(OutsideJson.object("the referrer", referrer.bytes()));
    return layers.size() == 1 && layers.getFirst().mediaType().startsWith(FAMILY)
        ? Optional.of(layers.getFirst())
        : Optional.empty();
  }

  private static List<Descriptor> layers(ObjectView referrer) {
    return referrer.objects(
        "layers",
        layer -> {
          layer.names().forEach(layer::any); // Others than these three are none of ours.
          return new Descriptor(
              layer.needText("mediaType"),
              layer.needParsed("digest", Digest::parse),
              layer.needNumber("size"));
        });
  }

  /// Whether the bundle's signature was made by one of the keys, over the subject.
  public static Finding check(byte[] bundle, Subject subject, Keys keys) {
    if (bundle.length > MAX_BYTES) {
      return new Finding.Invalid("it is longer than %d bytes".formatted(MAX_BYTES));
    }
    try {
      var view = OutsideJson.object("the Sigstore bundle", bundle);
      var type = view.text("mediaType");
      if (type == null || !TYPES.contains(type)) {
        return new Finding.Invalid("it is not a Sigstore bundle of version 0.3");
      }
      var envelope = view.object("dsseEnvelope");
      var message = view.object("messageSignature");
      if ((envelope == null) == (message == null)) {
        return new Finding.Invalid("it does not hold exactly one signature");
      }
      return envelope != null
          ? statement(Envelope.read(envelope), subject, keys)
          : message(Objects.requireNonNull(message), subject, keys);
    } catch (JsonException | InvalidValueException e) {
      return new Finding.Invalid("it cannot be read: " + e.getMessage());
    }
  }

  /// What Tagtrail said with a bundle, if one of these keys made it, over the subject, and it is a
  /// promotion. Empty for everything else, malformed or not: it is then none of ours.
  public static Optional<Promotion> promotion(byte[] bundle, Subject subject, Keys keys) {
    if (bundle.length > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      var view = OutsideJson.object("the Sigstore bundle", bundle);
      if (!TYPE.equals(view.text("mediaType"))) {
        return Optional.empty();
      }
      var envelope = Envelope.read(view.needObject("dsseEnvelope"));
      if (!envelope.payloadType().equals(Statement.PAYLOAD_TYPE)
          || keys.thatMade(envelope.signature(), envelope.signed()).isEmpty()) {
        return Optional.empty();
      }
      var statement = OutsideJson.object("the statement", envelope.payload());
      boolean ours =
          Statement.V1.equals(statement.text("_type"))
              && Promotion.PREDICATE.equals(statement.text("predicateType"))
              && Statement.about(statement, subject.digest()) == null;
      return ours
          ? Optional.of(Promotion.fromJson(statement.needObject("predicate")))
          : Optional.empty();
    } catch (JsonException | InvalidValueException e) {
      return Optional.empty();
    }
  }

  private static Finding statement(Envelope envelope, Subject subject, Keys keys) {
    var key = keys.thatMade(envelope.signature(), envelope.signed());
    if (key.isEmpty()) {
      return new Finding.Invalid("none of the keys made it");
    }
    var problem = Statement.problem(envelope, subject.digest());
    return problem == null
        ? new Finding.Valid(key.get(), Finding.Form.STATEMENT)
        : new Finding.Invalid("%s signed something else: %s".formatted(key.get(), problem));
  }

  private static Finding message(ObjectView message, Subject subject, Keys keys) {
    var signature =
        Encoded.bytes("the signature", message.needText("signature"), MAX_SIGNATURE_BYTES);
    var bytes = subject.signable();
    var other = otherDigest(message, subject);
    if (other != null) {
      return new Finding.Invalid("it is about something else, " + other);
    }
    var key = keys.thatMade(signature, bytes);
    return key.isPresent()
        ? new Finding.Valid(key.get(), Finding.Form.MESSAGE)
        : new Finding.Invalid("none of the keys made it");
  }

  /// The digest beside the signature is a hint; one that contradicts is a bundle of something else,
  /// and saying so beats "none of the keys".
  private static @Nullable String otherDigest(ObjectView message, Subject subject) {
    var hint = message.object("messageDigest");
    if (hint == null || !"SHA2_256".equals(hint.text("algorithm"))) {
      return null;
    }
    var hex = HexFormat.of().formatHex(Encoded.bytes("the digest", hint.needText("digest"), 64));
    var digest = subject.digest();
    return !digest.algorithm().equals("sha256") || hex.equals(digest.hex())
        ? null
        : "sha256:" + hex;
  }
}
