package io.tagtrail.cli.show;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.Ages;
import io.tagtrail.server.wire.Words;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What things are called in sentences for people.
public final class Labels {
  private static final int RELEASE_BYTES = 60;

  private Labels() {}

  /// `sha256:0123456789ab`; "nothing" where a tag is gone.
  public static String digest(@Nullable Digest digest) {
    return Words.digest(digest);
  }

  /// `1.4.1 (sha256:0123456789ab, #42)`, or without a release `sha256:0123456789ab (#42)`.
  public static String bundle(Entry entry) {
    var change = entry.event().change();
    if (change == null) {
      return "entry " + entry.index();
    }
    return bundle(release(entry.event()), change.digest(), change.sequence());
  }

  static String bundle(@Nullable String release, @Nullable Digest digest, long sequence) {
    return release == null
        ? "%s (#%d)".formatted(digest(digest), sequence)
        : "%s (%s, #%d)".formatted(Text.clipped(release, RELEASE_BYTES), digest(digest), sequence);
  }

  /// `1.4.0 (#41)`, or without a release `sha256:0123456789ab (#41)`.
  public static String brief(Entry entry) {
    var change = entry.event().needChange();
    var release = release(entry.event());
    var name = release == null ? digest(change.digest()) : Text.clipped(release, RELEASE_BYTES);
    var outside = entry.event().kind() == EventKind.OUTSIDE_MOVE ? ", moved outside" : "";
    return name + " (#" + change.sequence() + outside + ")";
  }

  static @Nullable String release(Event event) {
    return event.facts().release();
  }

  /// Who asked for it, and how far that can be relied on.
  public static String mover(Told told) {
    var event = told.entry().event();
    var mover = event.facts().mover();
    if (mover.status() == FactStatus.MISSING) {
      return switch (event.kind()) {
        case OUTSIDE_MOVE -> "somebody, without Tagtrail";
        default -> "nobody named";
      };
    }
    var status = mover.status().label();
    var name = told.mover();
    if (mover.kind() == Mover.Kind.WORKLOAD && mover.subject() != null) {
      var issuer = mover.issuer() == null ? "" : mover.issuer() + ", ";
      var person = name == null || name.equals(mover.subject()) ? "" : ", started by " + name;
      return "%s (%s%s)%s".formatted(mover.subject(), issuer, status, person);
    }
    if (name != null) {
      return name + " (" + status + ")";
    }
    return told.erased() ? "a name that was erased" : "a name that is not known";
  }

  /// The same in as few words as a table has room for.
  static String shortMover(Told told) {
    var mover = told.entry().event().facts().mover();
    if (told.mover() != null) {
      return told.mover();
    }
    if (mover.subject() != null) {
      return mover.subject();
    }
    return told.erased() ? "(erased)" : "-";
  }

  /// `gitlab 1234, attempt 2`; null where no run is known.
  static @Nullable String run(Event event) {
    var pipeline = event.facts().pipeline();
    if (pipeline.id() == null) {
      return null;
    }
    var provider = pipeline.provider() == null ? "" : pipeline.provider() + " ";
    var attempt = pipeline.attempt() == null ? "" : ", attempt " + pipeline.attempt();
    return provider + pipeline.id() + attempt + " (" + pipeline.status().label() + ")";
  }

  /// `2026-02-14 10:00 UTC, 2 h ago`.
  public static String when(Instant time, Instant now) {
    return Ages.both(time, now);
  }

  /// What a registry's failure comes to, in two words.
  public static String failure(RegistryException e) {
    return switch (e.kind()) {
      case UNAVAILABLE -> "registry unavailable";
      case DENIED -> "registry denied it";
      case NOT_FOUND -> "not found";
      case LYING -> "registry contradicts itself";
      case REJECTED -> "registry rejected it";
    };
  }
}
