/// The event: what the ledger holds of each move and each stop, its bounds, and its canonical
/// bytes.
@NullMarked
package io.tagtrail.core.event;

import org.jspecify.annotations.NullMarked;
