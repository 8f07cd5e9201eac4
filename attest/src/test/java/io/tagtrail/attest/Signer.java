package io.tagtrail.attest;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.registry.Manifest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/// Signs anything, in any form, as an attacker with no manners and as a signer with odd habits.
record Signer(KeyPair pair) {
  static final String PREDICATE = "https://sigstore.dev/cosign/sign/v1";

  static Signer onP256() {
    return generated("EC", 256);
  }

  static Signer generated(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return new Signer(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String pem() {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }

  Keys keys() {
    return Keys.parse(List.of(pem()));
  }

  String sign(byte[] message) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A Sigstore bundle whose statement is well signed, whatever it says.
  byte[] bundle(String payloadType, String statement) {
    var payload = utf8(statement);
    var pae = "DSSEv1 %d %s %d ".formatted(payloadType.length(), payloadType, payload.length);
    return utf8(
        bundleJson(
            payloadType,
            Base64.getEncoder().encodeToString(payload),
            "{\"sig\":\"%s\"}".formatted(sign(utf8(pae + statement)))));
  }

  static String bundleJson(String payloadType, String payload, String signatures) {
    return """
    {"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json",
     "verificationMaterial":{"publicKey":{"hint":"none"}},
     "dsseEnvelope":{"payload":"%s","payloadType":"%s","signatures":[%s]}}\
    """
        .formatted(payload, payloadType, signatures);
  }

  static String statement(String type, String predicate, String subjects) {
    return "{\"_type\":\"%s\",\"subject\":[%s],\"predicateType\":\"%s\",\"predicate\":{\"x\":1.5,\"y\":null}}"
        .formatted(type, subjects, predicate);
  }

  static String about(Digest digest) {
    return "{\"name\":\"anything\",\"digest\":{\"%s\":\"%s\"}}"
        .formatted(digest.algorithm(), digest.hex());
  }

  Finding legacy(String payload, Subject subject) {
    var bytes = utf8(payload);
    var manifest =
        Manifest.of(
            "application/vnd.oci.image.manifest.v1+json",
            utf8("{\"layers\":[" + layerJson(Digest.of(bytes), bytes.length, sign(bytes)) + "]}"));
    return SimpleSigning.check(SimpleSigning.layers(manifest).getFirst(), bytes, subject, keys());
  }

  static String layerJson(Digest digest, int size, String signature) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{\"dev.cosignproject.cosign/signature\":\"%s\"}}"
        .formatted(SimpleSigning.PAYLOAD_TYPE, digest, size, signature);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
