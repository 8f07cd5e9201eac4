package io.tagtrail.core.event;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/// A name or a free text that can be erased without touching the entry: the entry holds only the
/// commitment, which without the salt says nothing about the text.
///
/// The commitment is SHA-256 over: the 32 bytes of salt, the field's name in UTF-8, one zero byte,
/// the value in UTF-8.
///
/// @param field what it is: one of the names in [Commitments]
/// @param salt 32 random bytes in hexadecimal
/// @param value the text
public record SideRecord(String field, String salt, String value) {
  public static final int VALUE_BYTES = 2048;
  private static final int SALT_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  public SideRecord {
    if (!Commitments.FIELDS.contains(field)) {
      throw new IllegalArgumentException("not a field of the side record: " + field);
    }
    if (HexFormat.of().parseHex(salt).length != SALT_BYTES) {
      throw new IllegalArgumentException("a salt has 32 bytes");
    }
    Text.bounded("the " + field, value, VALUE_BYTES);
  }

  /// A record under a fresh salt.
  public static SideRecord of(String field, String value) {
    var salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return new SideRecord(field, HexFormat.of().formatHex(salt), value);
  }

  public Digest commitment() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HexFormat.of().parseHex(salt));
    bytes.writeBytes(field.getBytes(StandardCharsets.UTF_8));
    bytes.write(0);
    bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
    return Digest.of(bytes.toByteArray());
  }
}
