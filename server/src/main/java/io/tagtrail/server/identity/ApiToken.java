package io.tagtrail.server.identity;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The text of a token of Tagtrail's own: `tt_<id>_<secret><checksum>`. The prefix and the checksum
/// (CRC-32 of what is before it, in base 62) let scanners of sources and logs find one for certain,
/// and let a mistyped one be told from a revoked one.
///
/// @param id 12 characters, no secret: it stands in lists and events
/// @param text the whole, secret
record ApiToken(String id, String text) {
  static final String PREFIX = "tt_";

  private static final int ID_LENGTH = 12;
  private static final int CHECKSUM_LENGTH = 6;
  private static final Pattern FORM =
      Pattern.compile(
          "tt_([0-9A-Za-z]{%d})_[0-9A-Za-z]{%d}"
              .formatted(ID_LENGTH, Secrets.LENGTH + CHECKSUM_LENGTH));

  static ApiToken random() {
    var id = Secrets.base62(ID_LENGTH);
    var body = PREFIX + id + "_" + Secrets.base62(Secrets.LENGTH);
    return new ApiToken(id, body + checksum(body));
  }

  /// The token; empty if the text is none.
  static Optional<ApiToken> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    var body = text.substring(0, text.length() - CHECKSUM_LENGTH);
    return text.endsWith(checksum(body))
        ? Optional.of(new ApiToken(match.group(1), text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return PREFIX + id + "_***";
  }

  private static String checksum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    return Secrets.base62(crc.getValue(), CHECKSUM_LENGTH);
  }
}
