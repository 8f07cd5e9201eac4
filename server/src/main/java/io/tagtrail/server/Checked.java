package io.tagtrail.server;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What looking at an alias's tag showed, and what was recorded because of it.
public record Checked(Alias alias, Result result) {
  /// One of these.
  public sealed interface Result {
    /// The tag is what the governed head says.
    record Agrees() implements Result {}

    /// It was found moved outside just now: these entries say so.
    record FoundOutside(List<Entry> recorded) implements Result {}

    /// It is moved outside, as is on record already.
    record StillOutside(@Nullable Digest governed, @Nullable Digest observed) implements Result {}

    /// An unfinished move got its outcome: these entries.
    record Settled(List<Entry> recorded) implements Result {}

    /// An unfinished move cannot be settled yet.
    record Unfinished(OpenIntent intent, String why) implements Result {}

    /// The registry did not answer.
    record Away(String why) implements Result {}

    /// It is not in the ledger yet.
    record NotGoverned() implements Result {}
  }
}
