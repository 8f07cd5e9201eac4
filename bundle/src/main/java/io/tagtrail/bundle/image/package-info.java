/// Finds the images that objects and values name.
@NullMarked
package io.tagtrail.bundle.image;

import org.jspecify.annotations.NullMarked;
