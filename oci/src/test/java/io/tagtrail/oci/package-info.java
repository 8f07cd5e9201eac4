@NullMarked
package io.tagtrail.oci;

import org.jspecify.annotations.NullMarked;
