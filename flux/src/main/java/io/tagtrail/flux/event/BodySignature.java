package io.tagtrail.flux.event;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The signature of a body as Flux's notification-controller has it in both directions, and GitHub
/// too: `sha256=` and the hexadecimal HMAC-SHA-256 over the exact bytes that are sent. The key is
/// the bytes of the Secret's `token`.
public final class BodySignature {
  /// The header that notification-controller reads and writes.
  public static final String HEADER = "X-Signature";

  private static final String PREFIX = "sha256=";

  private BodySignature() {}

  /// The header's value.
  public static String of(byte[] body, byte[] key) {
    return PREFIX + HexFormat.of().formatHex(mac(body, key));
  }

  /// Whether a header's value is that of these bytes under this key, told in a time that does not
  /// depend on where they differ. Hexadecimal digits may be of either case.
  ///
  /// @param value null, where there is no such header, is never that of anything
  public static boolean holds(@Nullable String value, byte[] body, byte[] key) {
    if (value == null || !value.startsWith(PREFIX)) {
      return false;
    }
    var given = value.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    var wanted = HexFormat.of().formatHex(mac(body, key));
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(byte[] body, byte[] key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
    }
  }
}
