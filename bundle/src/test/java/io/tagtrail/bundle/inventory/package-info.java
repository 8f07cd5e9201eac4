@NullMarked
package io.tagtrail.bundle.inventory;

import org.jspecify.annotations.NullMarked;
