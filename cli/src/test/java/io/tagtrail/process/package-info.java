/// The real process: killed at every step, and two at once.
@NullMarked
package io.tagtrail.process;

import org.jspecify.annotations.NullMarked;
