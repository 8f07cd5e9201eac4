package io.tagtrail.server.retention;

import java.time.Instant;

/// A tag of a bundle.
///
/// @param put when Tagtrail put it last, as the ledger has it
public record Stamp(String tag, Instant put) {}
