package io.tagtrail.server.http.exchange;

/// One thing that can be asked over HTTP.
///
/// @param right what an asker needs for it, for the documentation; the rights themselves are
///   checked below, where the work is
/// @param body the largest body that it takes from whoever has the right, in bytes; 0: as all
///   others
public record Route(
    String method, Template path, Access access, String right, Endpoint endpoint, int body) {
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
    /// Who is known, also by a token that is the password of Basic, for callers that have nothing
    /// else; holds a slot for reading.
    BASIC,
    /// Who can prove to a hook that it is the one; counts against its address before anything else
    /// is looked at, and holds a slot for hooks.
    HOOK,
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
    return new Route(method, Template.of(path), access, right, endpoint, 0);
  }

  /// The same for larger bodies than all others.
  public Route withBody(int bytes) {
    return new Route(method, path, access, right, endpoint, bytes);
  }
}
