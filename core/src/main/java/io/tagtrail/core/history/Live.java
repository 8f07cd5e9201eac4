package io.tagtrail.core.history;

import io.tagtrail.core.model.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the registry says of an alias's tag, now.
public sealed interface Live {
  /// The tag is what the governed head says.
  record Agrees(Instant seen) implements Live {}

  /// The tag is something else: null where it is gone.
  record Differs(@Nullable Digest actual, Instant seen) implements Live {}

  /// The registry did not answer: nothing is known of the tag now.
  record Away(String why) implements Live {}

  /// Nobody asked the registry.
  record NotAsked() implements Live {}
}
