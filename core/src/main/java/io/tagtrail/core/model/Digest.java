package io.tagtrail.core.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The digest of some bytes, as OCI writes it: `sha256:` and 64 lower-case hexadecimal digits, or
/// `sha512:` and 128. Nothing else is accepted, upper-case digits included: a digest is compared as
/// text all over the field.
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");
  private static final String FORM = "sha256:<64 hexadecimal digits> or sha512:<128>, lower case";

  public Digest {
    boolean ok =
        switch (algorithm) {
          case "sha256" -> SHA256.matcher(hex).matches();
          case "sha512" -> SHA512.matcher(hex).matches();
          default -> false;
        };
    if (!ok) {
      throw InvalidValueException.of("a digest", algorithm + ":" + hex, FORM);
    }
  }

  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw InvalidValueException.of("a digest", text, FORM);
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  /// Whether the text has the form of a digest; never throws.
  public static boolean isDigest(String text) {
    return (text.startsWith("sha256:") && SHA256.matcher(text.substring(7)).matches())
        || (text.startsWith("sha512:") && SHA512.matcher(text.substring(7)).matches());
  }

  /// The SHA-256 digest of these bytes.
  public static Digest of(byte[] bytes) {
    return new Digest("sha256", HexFormat.of().formatHex(messageDigest("sha256").digest(bytes)));
  }

  /// Whether the bytes have this digest, by this digest's own algorithm.
  public boolean matches(byte[] bytes) {
    return hex.equals(HexFormat.of().formatHex(newMessageDigest().digest(bytes)));
  }

  /// A fresh digester of this digest's algorithm, for bytes that are streamed.
  public MessageDigest newMessageDigest() {
    return messageDigest(algorithm);
  }

  /// The first twelve digits: enough for people to tell bundles apart, never used to compare.
  public String shortHex() {
    return hex.substring(0, 12);
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  private static MessageDigest messageDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256 and SHA-512", e);
    }
  }
}
