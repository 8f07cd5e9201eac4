/// The ledger on SQLite: one file in a folder. [io.tagtrail.store.SqliteLedger] is the way in.
@NullMarked
package io.tagtrail.store;

import org.jspecify.annotations.NullMarked;
