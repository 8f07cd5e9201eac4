/// What differs between two bundles, and what going back does not undo.
@NullMarked
package io.tagtrail.bundle.diff;

import org.jspecify.annotations.NullMarked;
