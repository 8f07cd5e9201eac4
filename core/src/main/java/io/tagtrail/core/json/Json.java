package io.tagtrail.core.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;

/// A JSON value of the subset that the ledger is written in: no null (a field that has no value is
/// not there) and no fractions (integers up to 2⁵³−1 only), so that every reader in every language
/// reads the same.
public sealed interface Json {
  /// The largest integer that every JSON reader keeps exact.
  long MAX_INTEGER = (1L << 53) - 1;

  record Obj(SortedMap<String, Json> members) implements Json {}

  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  record Str(String value) implements Json {}

  record Num(long value) implements Json {
    public Num {
      if (value > MAX_INTEGER || value < -MAX_INTEGER) {
        throw new IllegalArgumentException("beyond the integers that JSON keeps exact: " + value);
      }
    }
  }

  record Bool(boolean value) implements Json {}

  /// The canonical text: RFC 8785 (members sorted by UTF-16 code units, no white space, shortest
  /// escapes).
  default String canonical() {
    var out = new StringBuilder(512);
    CanonicalWriter.write(this, out);
    return out.toString();
  }

  /// The canonical text in UTF-8: the only bytes that are ever hashed or stored.
  default byte[] canonicalBytes() {
    return canonical().getBytes(StandardCharsets.UTF_8);
  }
}
