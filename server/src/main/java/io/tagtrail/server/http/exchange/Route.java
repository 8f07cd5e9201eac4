package io.tagtrail.server.http.exchange;

/// One thing that can be asked over HTTP.
///
/// @param right what an asker needs for it, for the documentation; the rights themselves are
///   checked below, where the work is
public record Route(String method, Template path, Access access, String right, Endpoint endpoint) {
  /// Who gets as far as the endpoint, and which of the server's slots a request takes.
  public enum Access {
    /// Anybody, at once: costs nothing.
    PUBLIC,
    /// Anybody; who is known gets details.
    PROBE,
    /// Anybody; holds a slot for reading, because it may ask an issuer.
    SIGN_IN,
    /// Anybody where the configuration says so, else who is known.
    METRICS,
    /// Who is known; holds a slot for reading.
    READ,
    /// Who is known; holds a slot for moves, and is refused while the server stops.
    MOVE,
    /// Who is known; holds a place among the streams.
    STREAM
  }

  /// Answers a request of a route.
  @FunctionalInterface
  public interface Endpoint {
    /// @throws InterruptedException if the server stops before the work is done
    Answer answer(Call call) throws InterruptedException;
  }

  public static Route of(
      String method, String path, Access access, String right, Endpoint endpoint) {
    return new Route(method, Template.of(path), access, right, endpoint);
  }
}
