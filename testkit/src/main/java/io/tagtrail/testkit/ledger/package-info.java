/// The contract of the ledger as tests, a ledger in memory, and events to fill ledgers with.
@NullMarked
package io.tagtrail.testkit.ledger;

import org.jspecify.annotations.NullMarked;
