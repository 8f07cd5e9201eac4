/// The RFC 6962 Merkle tree: its hashes, its right edge, the tiles of C2SP tlog-tiles, and proofs.
/// Depends on nothing.
@NullMarked
package io.tagtrail.tlog;

import org.jspecify.annotations.NullMarked;
