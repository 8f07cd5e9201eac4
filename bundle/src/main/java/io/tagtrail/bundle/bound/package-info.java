/// What reading may cost, and how a bundle is refused that would cost more.
@NullMarked
package io.tagtrail.bundle.bound;

import org.jspecify.annotations.NullMarked;
