/// One HTTP exchange with a registry: addresses, TLS, deadlines, bounds, and failures in words.
@NullMarked
package io.tagtrail.oci.http;

import org.jspecify.annotations.NullMarked;
