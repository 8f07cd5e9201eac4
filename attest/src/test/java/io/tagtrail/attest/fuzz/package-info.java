/// Fuzz targets for what others signed, or say they signed.
@NullMarked
package io.tagtrail.attest.fuzz;

import org.jspecify.annotations.NullMarked;
