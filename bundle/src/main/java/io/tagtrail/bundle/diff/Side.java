package io.tagtrail.bundle.diff;

import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.bundle.model.Contents;
import org.jspecify.annotations.Nullable;

/// One of two bundles that are compared.
///
/// @param contents what is inside; null where only its inventory is left, and its text cannot be
///   compared
public record Side(Inventory inventory, @Nullable Contents contents) {}
