/// The registry client: [io.tagtrail.oci.OciRegistry] implements the core's port over HTTP and OCI
/// image layouts.
@NullMarked
package io.tagtrail.oci;

import org.jspecify.annotations.NullMarked;
