/// Watches the tags of governed aliases for moves that did not come through Tagtrail.
@NullMarked
package io.tagtrail.server.sentinel;

import org.jspecify.annotations.NullMarked;
