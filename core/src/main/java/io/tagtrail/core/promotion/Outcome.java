package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Head;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a request to move. Everything else (a registry or a ledger that does not answer)
/// is an exception.
public sealed interface Outcome {
  /// The alias moved, its event is durable, and the registry resolved to the bundle.
  ///
  /// @param recorded the event
  /// @param copied what had to be copied to the location first
  /// @param notes what did not go as it should, and did not stop the move
  record Moved(Entry recorded, CopyReport copied, List<String> notes) implements Outcome {
    public Moved {
      notes = List.copyOf(notes);
    }

    public Moved(Entry recorded, CopyReport copied) {
      this(recorded, copied, List.of());
    }
  }

  /// The alias is there already; nothing was written.
  record Unchanged(Head head) implements Outcome {}

  /// The same request was carried out before, and still stands.
  record Replayed(Entry recorded) implements Outcome {}

  /// The same request was carried out before, and something else is live since.
  record Superseded(Entry recorded, @Nullable Digest now) implements Outcome {}

  /// The alias is not what the asker took it for; nothing was written.
  ///
  /// @param expected what the asker named, if anything
  /// @param actual what the registry resolves to; null where the tag is not there
  /// @param movedOutside whether somebody moved the tag without Tagtrail
  record Stale(@Nullable Digest expected, @Nullable Digest actual, boolean movedOutside, String why)
      implements Outcome {}

  /// It was decided against; the alias is unchanged.
  ///
  /// @param bundle what was asked for, where it was found
  /// @param checks all checks; those that failed are the reasons
  record Refused(@Nullable Descriptor bundle, List<Decision.Check> checks) implements Outcome {
    public Refused {
      checks = List.copyOf(checks);
    }

    public List<Decision.Check> reasons() {
      return checks.stream().filter(c -> c.result() == Decision.Result.FAIL).toList();
    }
  }

  /// An authorised move has no outcome yet: this one, or one before it that stands in its way.
  record Unfinished(OpenIntent intent, boolean own, String why) implements Outcome {}

  /// A dry run found nothing against it.
  ///
  /// @param previous what is live now
  record Planned(
      Descriptor bundle, @Nullable Digest previous, long sequence, List<Decision.Check> checks)
      implements Outcome {
    public Planned {
      checks = List.copyOf(checks);
    }
  }

  /// The move is authorised, and the asker writes it with its own right (`write: caller`): first
  /// `keepTag`, then the tag of the intent's location, both with the bytes of `manifest`, before
  /// `intent.deadline()`; then it confirms. Until it does the move is unfinished.
  ///
  /// @param previous what the tag has to be still, right before the asker writes it; null where it
  ///   was not there
  record Authorised(
      OpenIntent intent, Location keepTag, Manifest manifest, @Nullable Digest previous)
      implements Outcome {}

  /// The asker gave up a move that it was to write, and the tag was not moved.
  ///
  /// @param recorded the entry that closed it
  record Cancelled(Entry recorded) implements Outcome {}
}
