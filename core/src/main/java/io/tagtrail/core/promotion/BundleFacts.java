package io.tagtrail.core.promotion;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a bundle says of itself in its annotations (the names are OCI's; `flux push artifact` sets
/// the first three). Whatever does not fit its bound or holds hostile characters counts as missing,
/// so that a bundle cannot make a rollback fail by what it says; where the field is required, a
/// promotion is refused for it.
public record BundleFacts(Facts.Source source, @Nullable String release) {
  private static final String SOURCE = "org.opencontainers.image.source";
  private static final String REVISION = "org.opencontainers.image.revision";
  private static final String CREATED = "org.opencontainers.image.created";
  private static final String VERSION = "org.opencontainers.image.version";

  /// `scheme://user:password@`, as far as the last `@` before the path.
  private static final Pattern LOGIN = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@");

  /// Reproducible builds stamp 1970: no creation time at all.
  private static final Instant FIRST_CREDIBLE = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LAST_CREDIBLE = Instant.parse("9999-01-01T00:00:00Z");

  public static BundleFacts of(Map<String, String> annotations) {
    var repository = withoutLogin(fitting(annotations.get(SOURCE), Facts.Source.REPOSITORY_BYTES));
    var revision = fitting(annotations.get(REVISION), Facts.Source.REVISION_BYTES);
    var created = created(annotations.get(CREATED));
    boolean nothing = repository == null && revision == null && created == null;
    return new BundleFacts(
        nothing
            ? Facts.Source.MISSING
            : new Facts.Source(FactStatus.CLAIMED, repository, revision, created),
        fitting(annotations.get(VERSION), Facts.RELEASE_BYTES));
  }

  /// The address without a user and a password in it: a pipeline that passes its remote's address
  /// as it is would put its token into the ledger, for good.
  private static @Nullable String withoutLogin(@Nullable String address) {
    return address == null ? null : LOGIN.matcher(address).replaceFirst("$1");
  }

  private static @Nullable String fitting(@Nullable String value, int bytes) {
    return value != null && Text.fits(value, bytes) ? value : null;
  }

  private static @Nullable Instant created(@Nullable String value) {
    if (value == null || value.length() > 64) {
      return null;
    }
    try {
      var time = Times.millis(OffsetDateTime.parse(value).toInstant());
      return time.isBefore(FIRST_CREDIBLE) || time.isAfter(LAST_CREDIBLE) ? null : time;
    } catch (DateTimeException e) {
      // An unreadable time orders nothing: it counts as not there, like a missing one.
      return null;
    }
  }
}
