@NullMarked
package io.tagtrail.flux.status;

import org.jspecify.annotations.NullMarked;
