/// Fuzz targets of what the core reads from outside. Each may throw what its contract names and
/// nothing else; what was read must come out of its own text again.
@NullMarked
package io.tagtrail.core.fuzz;

import org.jspecify.annotations.NullMarked;
