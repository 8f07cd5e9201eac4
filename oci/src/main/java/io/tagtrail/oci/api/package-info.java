/// The distribution specification's endpoints, one class each.
@NullMarked
package io.tagtrail.oci.api;

import org.jspecify.annotations.NullMarked;
