package io.tagtrail.flux.discovery;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import java.util.List;

/// A tag that clusters follow, and what it could be called.
///
/// @param notes what somebody should look at before adopting it
public record ProposedAlias(
    Alias alias, Location location, List<Reader> readers, List<String> notes) {
  public ProposedAlias {
    readers = List.copyOf(readers);
    notes = List.copyOf(notes);
  }
}
