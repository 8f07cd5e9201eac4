/// The port to the durable record, and the states that are folded from it.
@NullMarked
package io.tagtrail.core.ledger;

import org.jspecify.annotations.NullMarked;
