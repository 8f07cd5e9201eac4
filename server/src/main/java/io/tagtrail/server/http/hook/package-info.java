/// Addresses that others call to notify us: Flux's controllers and registries.
@NullMarked
package io.tagtrail.server.http.hook;

import org.jspecify.annotations.NullMarked;
