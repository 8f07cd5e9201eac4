package io.tagtrail.attest;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// A DSSE envelope (secure-systems-lab/dsse, protocol.md) with one signature, which is what a
/// Sigstore bundle allows.
record Envelope(String payloadType, byte[] payload, byte[] signature) {
  private static final int MAX_SIGNATURE_BYTES = 2 << 10;

  /// @throws JsonException if it has another form
  static Envelope read(ObjectView view) {
    var signatures =
        view.objects(
            "signatures",
            signature -> {
              signature.any("keyid"); // A hint, not signed: never used to choose a key.
              return signature.needText("sig");
            });
    if (signatures.size() != 1) {
      throw new JsonException(
          "its envelope has %d signatures, and must have one".formatted(signatures.size()));
    }
    return new Envelope(
        view.needText("payloadType"),
        Encoded.bytes("the payload", view.needText("payload"), SigstoreBundle.MAX_BYTES),
        Encoded.bytes("the signature", signatures.getFirst(), MAX_SIGNATURE_BYTES));
  }

  /// An envelope with this payload, signed by the key.
  static Envelope signed(SigningKey key, String payloadType, byte[] payload) {
    return new Envelope(
        payloadType, payload, key.sign(new Envelope(payloadType, payload, new byte[0]).signed()));
  }

  Json toJson() {
    var base64 = Base64.getEncoder();
    var one = new ObjectBuilder().put("sig", base64.encodeToString(signature)).build();
    return new ObjectBuilder()
        .put("payloadType", payloadType)
        .put("payload", base64.encodeToString(payload))
        .putList("signatures", List.of(one), each -> each)
        .build();
  }

  /// What is signed: `DSSEv1 <length> <type> <length> <payload>`, lengths in bytes (PAE).
  byte[] signed() {
    var type = payloadType.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(payload.length + 64);
    out.writeBytes("DSSEv1 %d ".formatted(type.length).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(type);
    out.writeBytes(" %d ".formatted(payload.length).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(payload);
    return out.toByteArray();
  }
}
