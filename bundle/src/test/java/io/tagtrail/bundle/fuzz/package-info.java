/// Fuzz targets of what bundles hold: whatever the bytes are, a bundle is read or refused in words.
@NullMarked
package io.tagtrail.bundle.fuzz;

import org.jspecify.annotations.NullMarked;
