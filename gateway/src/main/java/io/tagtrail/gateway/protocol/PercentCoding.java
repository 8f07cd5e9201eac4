package io.tagtrail.gateway.protocol;

/// Percent escapes of RFC 3986, strictly: every name of the protocol is printable ASCII, so nothing
/// else comes out.
final class PercentCoding {
  private PercentCoding() {}

  /// Decodes once. A plus sign stays one: nothing in this protocol holds a space, and media types
  /// hold plus signs.
  static String decode(String raw) throws RefusedException {
    var out = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < raw.length() ? hex(raw.charAt(i + 1)) : -1;
        int low = i + 2 < raw.length() ? hex(raw.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          throw bad("a broken percent escape");
        }
        c = (char) (high << 4 | low);
        i += 2;
      }
      if (c <= ' ' || c >= 0x7f) {
        throw bad("a character that no name of the protocol holds");
      }
      out.append(c);
    }
    return out.toString();
  }

  private static int hex(char c) {
    // Character.digit also takes the digits of other scripts.
    return c < 0x7f ? Character.digit(c, 16) : -1;
  }

  private static RefusedException bad(String what) {
    return RefusedException.of(
        ErrorCode.NAME_INVALID, "the request's target holds " + what + "; nothing was changed");
  }
}
