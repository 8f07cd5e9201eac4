/// The questions: what is it now, what was it, who moved it, what is safe to go back to.
@NullMarked
package io.tagtrail.core.history;

import org.jspecify.annotations.NullMarked;
