/// The one path on which an alias moves, and the settling of moves without an outcome.
@NullMarked
package io.tagtrail.core.promotion;

import org.jspecify.annotations.NullMarked;
