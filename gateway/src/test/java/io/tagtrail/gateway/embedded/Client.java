package io.tagtrail.gateway.embedded;

import io.tagtrail.core.model.Digest;
import io.tagtrail.gateway.protocol.ManifestShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/// A plain client of a registry, and a way round any client: bytes on a socket.
record Client(URI base, HttpClient http) {
  static final String IMAGE = ManifestShape.OCI_MANIFEST;

  Client(EmbeddedRegistry registry) {
    this(registry.uri(), HttpClient.newHttpClient());
  }

  HttpResponse<byte[]> send(String method, String target, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(base.resolve(target))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<byte[]> send(String method, String target) {
    return send(method, target, new byte[0]);
  }

  HttpResponse<byte[]> get(String target, String... headers) {
    return send("GET", target, new byte[0], headers);
  }

  HttpResponse<byte[]> head(String target) {
    return send("HEAD", target);
  }

  Digest pushBlob(String name, byte[] bytes) {
    var digest = Digest.of(bytes);
    var answer = send("POST", "/v2/" + name + "/blobs/uploads/?digest=" + digest, bytes);
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + text(answer));
    }
    return digest;
  }

  /// Pushes a config and a layer and returns the bytes of a manifest of them, which is not pushed.
  byte[] prepareImage(String name, byte[] layer) {
    pushBlob(name, utf8("{}"));
    pushBlob(name, layer);
    return image(layer, "");
  }

  /// @param more further members, each with a comma in front
  static byte[] image(byte[] layer, String more) {
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
            .formatted(
                IMAGE,
                descriptor("application/vnd.oci.empty.v1+json", utf8("{}")),
                descriptor("application/x.layer", layer),
                more));
  }

  static String descriptor(String mediaType, byte[] bytes) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, Digest.of(bytes), bytes.length);
  }

  HttpResponse<byte[]> putManifest(String name, Object reference, byte[] manifest) {
    return send("PUT", "/v2/" + name + "/manifests/" + reference, manifest, "Content-Type", IMAGE);
  }

  /// Sends these bytes and returns what comes until the registry closes.
  String raw(String request) {
    try (var socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      var out = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(out);
      return out.toString(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
