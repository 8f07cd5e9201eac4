/// Every document is read back as what it was written from.
@NullMarked
package io.tagtrail.server.wire;

import org.jspecify.annotations.NullMarked;
