/// Fuzz targets of what clients send to the registry: a request is understood in one way or
/// refused, never both.
@NullMarked
package io.tagtrail.gateway.fuzz;

import org.jspecify.annotations.NullMarked;
