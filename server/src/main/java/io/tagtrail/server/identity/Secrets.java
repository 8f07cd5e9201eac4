package io.tagtrail.server.identity;

import io.tagtrail.core.model.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// Random texts that nobody guesses. They have 256 bits, so a plain hash of one is as good as the
/// slow ones that passwords need.
final class Secrets {
  /// How many characters of base 62 hold 256 bits.
  static final int LENGTH = 43;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int BYTES = 32;

  private Secrets() {}

  /// That many characters of base 62.
  static String base62(int length) {
    var out = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      out.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return out.toString();
  }

  /// A number in base 62, with zeros in front.
  static String base62(long number, int length) {
    var out = new StringBuilder();
    for (long rest = number; out.length() < length; rest /= ALPHABET.length()) {
      out.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
    }
    return out.reverse().toString();
  }

  /// 256 bits in base64url: 43 characters.
  static String base64() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// What is kept of a secret.
  static Digest hash(String secret) {
    return Digest.of(secret.getBytes(StandardCharsets.UTF_8));
  }

  /// The challenge of a verifier (RFC 7636, S256).
  static String challenge(String verifier) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /// Compares without telling by its time where two texts differ.
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
