package io.tagtrail.server.sentinel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What watches for outside moves, and what it saw.
///
/// @param watching whether this process looks at tags by itself
/// @param restoring whether what is governed is brought back where the environment asks for it
/// @param why why it is not; after a resumption its reason; null where there is nothing to say
/// @param since since when
/// @param processes how many processes share the looking
/// @param looks the newest look at each alias that is watched, in order of alias
public record SentinelStatus(
    boolean watching,
    boolean restoring,
    @Nullable String why,
    @Nullable Instant since,
    int processes,
    List<Look> looks) {
  public SentinelStatus {
    looks = List.copyOf(looks);
  }
}
