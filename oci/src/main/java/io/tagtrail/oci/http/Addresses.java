package io.tagtrail.oci.http;

import java.util.Locale;
import java.util.regex.Pattern;

/// What a host's text alone says of it. Names are never resolved here: an answer of the DNS can
/// differ from the one that the connection gets.
final class Addresses {
  private static final Pattern V4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  private Addresses() {}

  /// The host of `host:port`.
  static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }

  static boolean isLoopback(String host) {
    var name = bare(host);
    var v4 = V4.matcher(name);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1")
        || (v4.matches() && v4.group(1).equals("127"));
  }

  /// Whether it is the literal of an address that no public registry redirects to: loopback,
  /// private, link-local, unspecified. Other spellings of IPv4 (`0x7f.1`, `2130706433`) count too.
  static boolean isInternalLiteral(String host) {
    var name = bare(host);
    var v4 = V4.matcher(name);
    if (v4.matches()) {
      int a = Integer.parseInt(v4.group(1));
      int b = Integer.parseInt(v4.group(2));
      return a == 0
          || a == 10
          || a == 127
          || (a == 100 && b >= 64 && b < 128)
          || (a == 169 && b == 254)
          || (a == 172 && b >= 16 && b < 32)
          || (a == 192 && b == 168);
    }
    if (name.indexOf(':') >= 0) {
      return name.startsWith("fc")
          || name.startsWith("fd")
          || name.startsWith("fe")
          || name.startsWith(":")
          || name.startsWith("0:");
    }
    return name.equals("localhost") || name.matches("[0-9.]+") || name.startsWith("0x");
  }

  private static String bare(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}
