/// Tagtrail against registries and clients that other people wrote. Tagged `peers` (always there in
/// CI) and `more-peers` (not to be had everywhere); `.ci/peers` installs them.
@NullMarked
package io.tagtrail.peers;

import org.jspecify.annotations.NullMarked;
