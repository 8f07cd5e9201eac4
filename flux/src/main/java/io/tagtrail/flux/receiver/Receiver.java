package io.tagtrail.flux.receiver;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Somebody who is told.
///
/// @param name for people
/// @param address where it is; it can be a secret, so that no message has more of it than the host
/// @param ca PEM certificates to trust instead of the system's
/// @param timeout how long a call may take, to the last byte of its answer
public record Receiver(String name, URI address, Proof proof, @Nullable Path ca, Duration timeout) {
  /// How a receiver knows who calls.
  public sealed interface Proof {
    /// By the address alone: Flux's `generic`.
    record ByAddress() implements Proof {}

    /// By a signature over the body: Flux's `generic-hmac`.
    record Signature(byte[] key) implements Proof {
      @Override
      public String toString() {
        return "Signature[…]";
      }
    }

    /// By a token of ours: Flux's `generic-oidc`.
    record Bearer(String token) implements Proof {
      @Override
      public String toString() {
        return "Bearer[…]";
      }
    }
  }

  /// Never the address, never the proof.
  @Override
  public String toString() {
    return "Receiver[" + name + "]";
  }

  /// Where it is, as far as a message may say it.
  String shown() {
    int port = address.getPort();
    return "%s (%s://%s%s)"
        .formatted(name, address.getScheme(), address.getHost(), port < 0 ? "" : ":" + port);
  }
}
