package io.tagtrail.server.http.exchange;

import io.tagtrail.core.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What is sent back.
public record Answer(int status, List<Header> headers, Body body) {
  public static final String JSON = "application/json";

  public Answer {
    headers = List.copyOf(headers);
  }

  /// One line of the header.
  public record Header(String name, String value) {}

  /// What comes after the header.
  public sealed interface Body {
    record None() implements Body {}

    record Bytes(byte[] bytes, String mediaType) implements Body {}

    /// Written bit by bit, for as long as it takes.
    record Streamed(String mediaType, Writer writer) implements Body {}
  }

  /// Writes the body of a stream; blocks, and ends when the client goes away.
  @FunctionalInterface
  public interface Writer {
    void write(Outlet out) throws IOException, InterruptedException;
  }

  /// The way to the client.
  public interface Outlet {
    /// Sends the bytes at once; blocks until they are on their way.
    void write(byte[] bytes) throws IOException;

    /// Ends the connection, from any thread: a write in progress fails.
    void abort();
  }

  public static Answer of(int status) {
    return new Answer(status, List.of(), new Body.None());
  }

  public static Answer json(int status, Json.Obj document) {
    return of(status).with(new Body.Bytes(document.canonicalBytes(), JSON));
  }

  public static Answer json(Json.Obj document) {
    return json(200, document);
  }

  public Answer with(Body other) {
    return new Answer(status, headers, other);
  }

  public Answer with(String name, String value) {
    var all = new ArrayList<>(headers);
    all.add(new Header(name, value));
    return new Answer(status, all, body);
  }
}
