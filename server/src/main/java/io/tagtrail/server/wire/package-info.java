/// The JSON documents in which everything that can be asked of [io.tagtrail.server.Tagtrail] is
/// answered: what the command line prints with `-o json` and what the HTTP API sends are the same.
///
/// The form is a contract: members are added, never renamed. What has no value is not there; lists
/// are always there. Digests are whole, times are UTC to the millisecond.
@NullMarked
package io.tagtrail.server.wire;

import org.jspecify.annotations.NullMarked;
