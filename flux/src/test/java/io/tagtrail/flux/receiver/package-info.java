@NullMarked
package io.tagtrail.flux.receiver;

import org.jspecify.annotations.NullMarked;
