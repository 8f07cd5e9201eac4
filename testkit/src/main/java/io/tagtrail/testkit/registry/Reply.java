package io.tagtrail.testkit.registry;

import com.sun.net.httpserver.HttpExchange;
import io.tagtrail.core.model.Digest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// One exchange of [MemoryRegistry]: what was asked, and the answer to it.
record Reply(HttpExchange exchange) {
  String method() {
    return exchange.getRequestMethod();
  }

  String requestHeader(String name) {
    var value = exchange.getRequestHeaders().getFirst(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }

  byte[] requestBody() throws IOException {
    return exchange.getRequestBody().readAllBytes();
  }

  Map<String, String> query() {
    var values = new HashMap<String, String>();
    var query = exchange.getRequestURI().getRawQuery();
    if (query != null) {
      for (var part : query.split("&", -1)) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          values.put(
              part.substring(0, equals),
              URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return values;
  }

  Reply header(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
    return this;
  }

  void send(int status) throws IOException {
    // What was not read of the request is read now: else the connection cannot be used again.
    requestBody();
    exchange.sendResponseHeaders(status, -1);
  }

  void content(String mediaType, Digest digest, byte[] bytes) throws IOException {
    header("Docker-Content-Digest", digest.toString());
    body(200, mediaType, bytes);
  }

  void error(int status, String code) throws IOException {
    var json =
        "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"as the test registry has it\"}]}";
    body(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  void body(int status, String mediaType, byte[] bytes) throws IOException {
    requestBody();
    header("Content-Type", mediaType);
    if (method().equals("HEAD")) {
      header("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
