@NullMarked
package io.tagtrail.flux.event;

import org.jspecify.annotations.NullMarked;
