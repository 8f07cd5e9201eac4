package io.tagtrail.server.signatures;

import io.tagtrail.attest.SigstoreBundle;
import io.tagtrail.attest.SimpleSigning;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// A real registry over HTTP with a bundle in it, and somebody who signs as cosign does.
final class SignedWorld implements AutoCloseable {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  final EmbeddedRegistry served;
  final OciRegistry registry = new OciRegistry(OciSettings.anonymous());
  final Repository repository;
  final Manifest bundle;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  SignedWorld(Path folder) {
    served =
        EmbeddedRegistry.start(folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    repository = new Repository("127.0.0.1:" + served.uri().getPort(), "acme/shop");
    base = "http://127.0.0.1:" + served.uri().getPort() + "/v2/acme/shop/";
    bundle = push("v1", "[]");
  }

  static KeyPair key() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static SignatureRule rule(KeyPair... keys) {
    return new SignatureRule(
        "release",
        List.of(keys).stream()
            .map(key ->
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                    .formatted(
                        Base64.getMimeEncoder().encodeToString(key.getPublic().getEncoded())))
            .toList());
  }

  /// As `cosign sign` with its own bundle format.
  void attach(KeyPair key, String predicate, Digest about) {
    var statement =
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\"%s\"}}],\"predicateType\":\"%s\",\"predicate\":{}}"
            .formatted(about.hex(), predicate);
    var type = "application/vnd.in-toto+json";
    var pae = "DSSEv1 %d %s %d %s".formatted(type.length(), type, statement.length(), statement);
    attachBytes(
        "{\"mediaType\":\"%s\",\"dsseEnvelope\":{\"payload\":\"%s\",\"payloadType\":\"%s\",\"signatures\":[{\"sig\":\"%s\"}]}}"
            .formatted(
                SigstoreBundle.TYPE,
                Base64.getEncoder().encodeToString(utf8(statement)),
                type,
                sign(key, utf8(pae))));
  }

  void attachBytes(String content) {
    registry.attach(
        repository,
        bundle.descriptor(),
        new Referrer(SigstoreBundle.TYPE, utf8(content), Map.of()));
  }

  /// As `cosign sign` into the tag `.sig`, by several people.
  void signUnderTheTag(Digest about, KeyPair... keys) {
    var payload =
        utf8(
            "{\"critical\":{\"identity\":{\"docker-reference\":\"\"},\"image\":{\"docker-manifest-digest\":\"%s\"},\"type\":\"cosign container image signature\"},\"optional\":null}"
                .formatted(about));
    blob(payload);
    var layers =
        List.of(keys).stream()
            .map(key ->
                "{\"mediaType\":\"%s\",\"size\":%d,\"digest\":\"%s\",\"annotations\":{\"dev.cosignproject.cosign/signature\":\"%s\"}}"
                    .formatted(
                        SimpleSigning.PAYLOAD_TYPE,
                        payload.length,
                        Digest.of(payload),
                        sign(key, payload)))
            .toList();
    push(SimpleSigning.tag(bundle.digest()).value(), "[" + String.join(",", layers) + "]");
  }

  Manifest push(String tag, String layers) {
    blob(utf8("{}"));
    var bytes =
        utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"%s\",\"size\":2},\"layers\":%s}"
                .formatted(MANIFEST, Digest.of(utf8("{}")), layers));
    send("PUT", "manifests/" + tag, MANIFEST, bytes);
    return Manifest.of(MANIFEST, bytes);
  }

  private void blob(byte[] bytes) {
    send("POST", "blobs/uploads/?digest=" + Digest.of(bytes), "application/octet-stream", bytes);
  }

  private void send(String method, String path, String type, byte[] bytes) {
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(base + path))
                  .header("Content-Type", type)
                  .method(method, BodyPublishers.ofByteArray(bytes))
                  .build(),
              BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String sign(KeyPair key, byte[] message) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key.getPrivate());
      signature.update(message);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
    registry.close();
    served.close();
  }
}
