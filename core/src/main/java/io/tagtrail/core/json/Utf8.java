package io.tagtrail.core.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The text of bytes from outside, strictly. A JSON parser that is given bytes guesses UTF-16 and
/// UTF-32 too, and takes overlong forms and halves of characters; no two readers agree on those,
/// and one digest must not stand for two texts.
public final class Utf8 {
  private Utf8() {}

  /// @throws JsonException if the bytes are not well-formed UTF-8
  public static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("not text in UTF-8", e);
    }
  }

  /// The text itself. JSON can escape half a character (a lone surrogate): that has no UTF-8 form,
  /// so it could never be written again.
  ///
  /// @throws JsonException if it holds one
  public static String whole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          throw new JsonException("a text holds half a character");
        }
        i++;
      }
    }
    return text;
  }
}
