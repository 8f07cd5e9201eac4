package io.tagtrail.server;

import io.tagtrail.core.ledger.Entry;
import org.jspecify.annotations.Nullable;

/// An entry with the texts of its side record, as people read it.
///
/// @param mover the person's name or the workload's subject; null where it is not known
/// @param reason why; null where none was given
/// @param erased whether the entry commits to a text that was erased
public record Told(Entry entry, @Nullable String mover, @Nullable String reason, boolean erased) {}
