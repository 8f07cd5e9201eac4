package io.tagtrail.server.sentinel;

import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.model.Alias;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where people ask about the sentinel, and acknowledge: also where none runs, as in the command
/// line over a local ledger.
public final class SentinelDesk {
  private final @Nullable RestoreSwitch restoring;
  private volatile @Nullable Sentinel sentinel;

  private SentinelDesk(@Nullable RestoreSwitch restoring) {
    this.restoring = restoring;
  }

  /// Over the notes of a ledger.
  public SentinelDesk(Notes notes, InstantSource clock) {
    this(new RestoreSwitch(notes, clock));
  }

  /// Where nothing is noted.
  public static SentinelDesk nobody() {
    return new SentinelDesk((RestoreSwitch) null);
  }

  void sits(Sentinel here) {
    sentinel = here;
  }

  RestoreSwitch restoring() {
    if (restoring == null) {
      throw new IllegalStateException("there are no notes here");
    }
    return restoring;
  }

  /// The newest look at an alias; empty where this process does not watch it.
  public Optional<Look> look(Alias alias) {
    var here = sentinel;
    return here == null || !here.isWatching()
        ? Optional.empty()
        : here.looks().stream()
            .filter(look -> look.alias().equals(alias) && look.at() != null)
            .findFirst();
  }

  /// How it stands.
  ///
  /// @throws io.tagtrail.core.ledger.LedgerException if the notes cannot be read
  public SentinelStatus status() {
    var state = restoring == null ? RestoreSwitch.State.USUAL : restoring.state();
    var here = sentinel;
    return here == null
        ? new SentinelStatus(false, state.on(), state.why(), state.since(), 0, List.of())
        : new SentinelStatus(
            here.isWatching(),
            state.on(),
            state.why(),
            state.since(),
            here.processes(),
            here.looks());
  }

  /// Somebody has looked at what happened while the ledger was away: what is governed is brought
  /// back again from now on, where the environment asks for it.
  ///
  /// @param why who says so, and why
  /// @throws io.tagtrail.core.ledger.LedgerException if it cannot be noted: it stays as it is
  public SentinelStatus resume(String why) {
    if (restoring != null) {
      restoring.on(why);
    }
    return status();
  }
}
