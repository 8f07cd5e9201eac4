@NullMarked
package io.tagtrail.bundle.archive;

import org.jspecify.annotations.NullMarked;
