/// The inventory: what was inside of a bundle, as a document of the ledger.
@NullMarked
package io.tagtrail.bundle.inventory;

import org.jspecify.annotations.NullMarked;
