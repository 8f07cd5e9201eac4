/// Layers to files: gzip and tar behind bounds.
@NullMarked
package io.tagtrail.bundle.archive;

import org.jspecify.annotations.NullMarked;
