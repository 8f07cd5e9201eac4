@NullMarked
package io.tagtrail.bundle;

import org.jspecify.annotations.NullMarked;
