@NullMarked
package io.tagtrail.bundle.diff;

import org.jspecify.annotations.NullMarked;
