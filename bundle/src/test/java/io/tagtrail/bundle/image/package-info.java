@NullMarked
package io.tagtrail.bundle.image;

import org.jspecify.annotations.NullMarked;
