/// What clusters report: kept in the ledger's notes, shared by all processes, and told by location.
/// Nothing here decides what an alias is.
@NullMarked
package io.tagtrail.server.clusters;

import org.jspecify.annotations.NullMarked;
