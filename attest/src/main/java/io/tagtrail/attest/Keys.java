package io.tagtrail.attest;

import io.tagtrail.core.model.InvalidValueException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The keys any one of which may vouch for a bundle.
public record Keys(List<VerificationKey> keys) {
  public static final int MOST = 16;

  public Keys {
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.size() > MOST) {
      throw new InvalidValueException(
          "a signature rule has %d keys; it may have 1 to %d".formatted(keys.size(), MOST));
    }
  }

  /// @throws InvalidValueException where one of them is no public key
  public static Keys parse(List<String> pems) {
    if (pems.size() > MOST) {
      throw new InvalidValueException(
          "a signature rule has %d keys; it may have %d at most".formatted(pems.size(), MOST));
    }
    return new Keys(pems.stream().map(VerificationKey::parse).toList());
  }

  Optional<VerificationKey> thatMade(byte[] signature, byte[] message) {
    return keys.stream().filter(key -> key.verifies(message, signature)).findFirst();
  }

  @Override
  public String toString() {
    return keys.stream().map(VerificationKey::toString).collect(Collectors.joining(", "));
  }
}
