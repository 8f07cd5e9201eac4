/// Fuzz targets of what a deployment is configured by.
@NullMarked
package io.tagtrail.server.fuzz;

import org.jspecify.annotations.NullMarked;
