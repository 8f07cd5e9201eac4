/// What manifests name, and whether all of it is there.
@NullMarked
package io.tagtrail.oci.tree;

import org.jspecify.annotations.NullMarked;
