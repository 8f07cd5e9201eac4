package io.tagtrail.core.ledger;

import io.tagtrail.core.model.Digest;
import java.time.Instant;

/// The log as a whole.
///
/// @param origin the ledger's own name, given once
/// @param size how many entries it has
/// @param root the RFC 6962 root over them
/// @param time the time of the newest entry; the epoch while there is none
public record LogHead(String origin, long size, Digest root, Instant time) {}
