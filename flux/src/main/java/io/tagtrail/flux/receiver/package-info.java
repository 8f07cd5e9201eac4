/// Telling Flux, and whoever else wants to know, that an alias moved.
@NullMarked
package io.tagtrail.flux.receiver;

import org.jspecify.annotations.NullMarked;
