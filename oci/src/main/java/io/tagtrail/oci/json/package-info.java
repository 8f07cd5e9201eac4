/// JSON as registries write it: read leniently in form, strictly in what could be read two ways.
@NullMarked
package io.tagtrail.oci.json;

import org.jspecify.annotations.NullMarked;
