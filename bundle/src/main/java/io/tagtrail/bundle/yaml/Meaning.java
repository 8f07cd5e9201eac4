package io.tagtrail.bundle.yaml;

import io.tagtrail.core.model.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;

/// What a value means, as a digest: the order of keys, quotes and comments make no difference.
public final class Meaning {
  private Meaning() {}

  public static Digest of(Value value) {
    var digest = Digest.of(new byte[0]).newMessageDigest();
    feed(value, digest);
    return new Digest("sha256", HexFormat.of().formatHex(digest.digest()));
  }

  private static void feed(Value value, MessageDigest into) {
    switch (value) {
      case Value.Mapping mapping -> {
        into.update((byte) '{');
        new TreeMap<>(mapping.entries())
            .forEach((key, child) -> {
              text('k', key, into);
              feed(child, into);
            });
        into.update((byte) '}');
      }
      case Value.Items items -> {
        into.update((byte) '[');
        items.values().forEach(item -> feed(item, into));
        into.update((byte) ']');
      }
      case Value.Scalar scalar -> {
        if (scalar.isNull()) {
          into.update((byte) '0');
        } else if (scalar.isBool()) {
          text('b', scalar.text().toLowerCase(Locale.ROOT), into);
        } else {
          text(scalar.isNumber() ? 'n' : 's', scalar.text(), into);
        }
      }
    }
  }

  /// With its length before it: no two values are fed alike.
  private static void text(char kind, String text, MessageDigest into) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    into.update((byte) kind);
    for (int shift = 24; shift >= 0; shift -= 8) {
      into.update((byte) (bytes.length >>> shift));
    }
    into.update(bytes);
  }
}
