package io.tagtrail.gateway.protocol;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a chunk belongs in its blob: the `Content-Range` of an upload, `<first>-<last>`, both
/// inclusive. It is not the header of that name in RFC 9110, which has a unit and a size.
public record ChunkRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  public ChunkRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("a range must not end before it begins");
    }
  }

  public long length() {
    return last - first + 1;
  }

  /// Empty where there is no header.
  public static Outcome<Optional<ChunkRange>> parse(@Nullable String header) {
    if (header == null) {
      return new Outcome.Done<>(Optional.empty());
    }
    var matcher = FORM.matcher(header);
    if (!matcher.matches() || Long.parseLong(matcher.group(2)) < Long.parseLong(matcher.group(1))) {
      return Outcome.refused(
          ErrorCode.BLOB_UPLOAD_INVALID,
          "the Content-Range '" + header + "' is not of the form <first>-<last>");
    }
    return new Outcome.Done<>(
        Optional.of(
            new ChunkRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))));
  }
}
