/// Content moved between registries and layouts, byte by byte; referrers and their fallback tags.
@NullMarked
package io.tagtrail.oci.copy;

import org.jspecify.annotations.NullMarked;
