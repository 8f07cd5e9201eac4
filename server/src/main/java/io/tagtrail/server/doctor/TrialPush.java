package io.tagtrail.server.doctor;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.doctor.Trial.Result;
import io.tagtrail.server.doctor.Trial.Who;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tries whether a login can move a tag, by pushing to the tag **what it is already**: the bytes
/// that the registry served a moment ago, unchanged, once. Where that is refused it is evidence;
/// where it is taken nothing has changed, and it is a finding.
///
/// Nothing is sent where the tag is not what the ledger says, or a move is under way. One race is
/// left, as for every writer round Tagtrail: a move that is authorised after the last look and
/// before the push arrives (one request) could be undone by it. It is looked for afterwards and
/// said; the tag is then moved outside, and the move itself reads that back.
public final class TrialPush {
  private static final int DETAIL_BYTES = 300;

  private final Registry reader;
  private final Location location;
  private final Digest expected;
  private final Supplier<Optional<String>> hindrance;
  private final InstantSource clock;

  /// @param reader reads the tag, with a login that may
  /// @param expected what the ledger says that the tag is
  /// @param hindrance why nothing may be tried now, asked right before each push
  public TrialPush(
      Registry reader,
      Location location,
      Digest expected,
      Supplier<Optional<String>> hindrance,
      InstantSource clock) {
    this.reader = reader;
    this.location = location;
    this.expected = expected;
    this.hindrance = hindrance;
    this.clock = clock;
  }

  /// Tries one login.
  ///
  /// @param as the registry with that login and no other
  /// @param user its name, for the record
  public Trial as(Who who, @Nullable String user, Registry as) {
    var now = clock.instant();
    var cannotRead = who == Who.ANONYMOUS ? null : cannotRead(as);
    if (cannotRead != null) {
      // Whoever cannot even pull may have mistyped a password: that the push is refused then shows
      // nothing.
      return new Trial(
          who, user, now, Result.UNKNOWN, cannotRead.status(), told(cannotRead), null, null);
    }
    Manifest current;
    try {
      var found = reader.fetch(location.reference());
      if (found.isEmpty()) {
        return skipped(who, user, now, "the tag is not there");
      }
      current = found.get();
    } catch (RegistryException e) {
      return skipped(who, user, now, "the tag could not be read: " + told(e));
    }
    var before = head();
    if (!current.digest().equals(expected) || !expected.equals(before)) {
      return skipped(who, user, now, "the tag is not what the ledger says: it is moved outside");
    }
    var why = hindrance.get();
    return why.isPresent() ? skipped(who, user, now, why.get()) : push(who, user, as, current);
  }

  private Trial push(Who who, @Nullable String user, Registry as, Manifest current) {
    var when = clock.instant();
    var result = Result.ACCEPTED;
    int status = 0;
    var detail = "the registry took it";
    try {
      as.put(location, current);
    } catch (RegistryException e) {
      status = e.status();
      detail = told(e);
      result =
          switch (e.kind()) {
            // Some registries answer 404 to whoever may not write.
            case DENIED, NOT_FOUND, REJECTED -> Result.REFUSED;
            case UNAVAILABLE, LYING -> Result.UNKNOWN;
          };
    }
    return new Trial(who, user, when, result, status, detail, current.digest(), head());
  }

  private @Nullable RegistryException cannotRead(Registry as) {
    try {
      return as.head(location.reference()).isPresent()
          ? null
          : new RegistryException(
              RegistryException.Kind.NOT_FOUND,
              RegistryException.Applied.NO,
              404,
              "this login does not find the tag: is it one for this registry?",
              null);
    } catch (RegistryException e) {
      return e;
    }
  }

  private @Nullable Digest head() {
    try {
      return reader.head(location.reference()).map(Descriptor::digest).orElse(null);
    } catch (RegistryException e) {
      return null;
    }
  }

  private static String told(RegistryException e) {
    var message = String.valueOf(e.getMessage());
    // What follows is advice for somebody who wanted to push.
    int advice = message.indexOf(" Nothing was changed");
    return Text.clipped(advice < 0 ? message : message.substring(0, advice), DETAIL_BYTES);
  }

  private static Trial skipped(Who who, @Nullable String user, Instant when, String why) {
    return new Trial(who, user, when, Result.SKIPPED, 0, why, null, null);
  }
}
