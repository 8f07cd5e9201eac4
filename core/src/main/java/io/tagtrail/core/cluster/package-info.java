/// What clusters report of themselves: which bundle they run, and how it goes there. Hints for
/// people; nothing here decides what an alias is.
@NullMarked
package io.tagtrail.core.cluster;

import org.jspecify.annotations.NullMarked;
