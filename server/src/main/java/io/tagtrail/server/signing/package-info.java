/// What Tagtrail signs, and whether Flux will take a signature.
@NullMarked
package io.tagtrail.server.signing;

import org.jspecify.annotations.NullMarked;
