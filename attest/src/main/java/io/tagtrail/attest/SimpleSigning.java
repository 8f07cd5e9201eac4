package io.tagtrail.attest;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.json.OutsideJson;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// cosign's first layout (sigstore/cosign, specs/SIGNATURE_SPEC.md): a manifest under the tag
/// `sha256-<hex>.sig` whose layers are the signed payloads, each with its signature in an
/// annotation.
public final class SimpleSigning {
  public static final String PAYLOAD_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
  public static final int MAX_PAYLOAD_BYTES = 64 << 10;

  /// Signatures of one bundle that are looked at; who needs more has a flood, not signatures.
  public static final int MOST_LAYERS = 64;

  /// The annotation of a layer that holds its signature.
  public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  static final String COSIGN = "cosign container image signature";
  private static final int MAX_SIGNATURE_BYTES = 2 << 10;

  private SimpleSigning() {}

  /// A signed payload, not fetched yet, and its signature.
  public record Layer(Descriptor payload, byte[] signature) {}

  /// A signed payload with its bytes.
  public record Signed(Layer layer, byte[] payload) {
    static Signed of(byte[] payload, byte[] signature) {
      var blob = new Descriptor(PAYLOAD_TYPE, Digest.of(payload), payload.length);
      return new Signed(new Layer(blob, signature), payload);
    }

    /// The signature as the annotation holds it.
    public String base64() {
      return Base64.getEncoder().encodeToString(layer.signature());
    }
  }

  /// The tag that the signatures of a bundle are under, in its own repository.
  public static Tag tag(Digest bundle) {
    // A tag has 128 characters at most: the hexadecimal digits of a SHA-512 leave no room.
    if (!bundle.algorithm().equals("sha256")) {
      throw new InvalidValueException("this layout knows SHA-256 only, not " + bundle.algorithm());
    }
    return new Tag("sha256-" + bundle.hex() + ".sig");
  }

  /// The signatures that a manifest lists. Layers of another type, or without a signature, are
  /// somebody else's and left out.
  ///
  /// @throws JsonException if it cannot be read, or lists more than [#MOST_LAYERS]
  public static List<Layer> layers(Manifest signatures) {
    var view = OutsideJson.object("the list of signatures", signatures.bytes());
    var layers =
        view.objects("layers", layer -> new Raw(layer)).stream()
            .filter(raw -> PAYLOAD_TYPE.equals(raw.mediaType) && raw.signature != null)
            .toList();
    if (layers.size() > MOST_LAYERS) {
      throw new JsonException(
          "it lists %d signatures; %d at most are looked at".formatted(layers.size(), MOST_LAYERS));
    }
    return layers.stream().map(Raw::layer).toList();
  }

  /// Whether a payload's signature was made by one of the keys, over a payload that names the
  /// bundle. The signature comes first: nothing of an unsigned payload is believed.
  public static Finding check(Layer layer, byte[] payload, Subject subject, Keys keys) {
    if (payload.length > MAX_PAYLOAD_BYTES) {
      return new Finding.Invalid(
          "its payload is longer than %d bytes".formatted(MAX_PAYLOAD_BYTES));
    }
    if (!layer.payload().digest().matches(payload)) {
      return new Finding.Invalid("its payload does not have the digest that the manifest gives");
    }
    var key = keys.thatMade(layer.signature(), payload);
    if (key.isEmpty()) {
      return new Finding.Invalid("none of the keys made it");
    }
    try {
      var digest = digest(payload);
      return digest.equals(subject.digest())
          ? new Finding.Valid(key.get(), Finding.Form.SIMPLE_SIGNING)
          : new Finding.Invalid("%s signed another bundle, %s".formatted(key.get(), digest));
    } catch (JsonException | InvalidValueException e) {
      return new Finding.Invalid(
          "what %s signed cannot be read: %s".formatted(key.get(), e.getMessage()));
    }
  }

  /// Whether a payload is about the bundle.
  static boolean names(byte[] payload, Digest bundle) {
    try {
      return digest(payload).equals(bundle);
    } catch (JsonException | InvalidValueException e) {
      return false;
    }
  }

  /// `critical.image.docker-manifest-digest`. The name beside it (`docker-reference`) is whatever
  /// the signer wrote, and the specification says to ignore it.
  private static Digest digest(byte[] payload) {
    var critical = OutsideJson.object("the payload", payload).needObject("critical");
    if (!COSIGN.equals(critical.text("type"))) {
      throw new JsonException("its type is not '%s'".formatted(COSIGN));
    }
    return critical.needObject("image").needParsed("docker-manifest-digest", Digest::parse);
  }

  /// A layer as it stands there.
  private static final class Raw {
    final @Nullable String mediaType;
    final @Nullable String signature;
    private final ObjectView view;

    Raw(ObjectView view) {
      this.view = view;
      mediaType = view.text("mediaType");
      var annotations = view.object("annotations");
      signature = annotations == null ? null : annotations.text(SIGNATURE);
      view.names().forEach(view::any); // Other members are none of ours.
    }

    Layer layer() {
      var payload =
          new Descriptor(
              PAYLOAD_TYPE, view.needParsed("digest", Digest::parse), view.needNumber("size"));
      return new Layer(
          payload,
          Encoded.bytes("a signature", Objects.requireNonNull(signature), MAX_SIGNATURE_BYTES));
    }
  }
}
