package io.tagtrail.gateway.protocol;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which bytes of a blob are asked for: the `Range` header of RFC 9110, one range. Several ranges,
/// another unit or a broken header mean the whole, as the RFC allows.
public sealed interface ByteRange {
  record Whole() implements ByteRange {}

  /// Both ends inclusive.
  record Part(long first, long last) implements ByteRange {
    public long length() {
      return last - first + 1;
    }
  }

  record Unsatisfiable() implements ByteRange {}

  /// @param size how many bytes there are
  static ByteRange parse(@Nullable String header, long size) {
    if (header == null) {
      return new Whole();
    }
    var matcher = Form.RANGE.matcher(header);
    if (!matcher.matches()) {
      return new Whole();
    }
    var from = matcher.group(1);
    var to = matcher.group(2);
    if (from.isEmpty() && to.isEmpty()) {
      return new Whole();
    }
    if (from.isEmpty()) {
      long suffix = Math.min(Long.parseLong(to), size);
      return suffix == 0 ? new Unsatisfiable() : new Part(size - suffix, size - 1);
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
    if (last < first) {
      return new Whole();
    }
    return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
  }

  /// The form of the header; eighteen digits always fit a long.
  final class Form {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    private Form() {}
  }
}
