package io.tagtrail.server;

import io.tagtrail.core.model.Alias;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A place where what was searched for was live.
///
/// @param since when it came
/// @param until when it went; null where it is live now
/// @param alias where
/// @param told the change that brought it
public record Found(Alias alias, Instant since, @Nullable Instant until, Told told) {}
