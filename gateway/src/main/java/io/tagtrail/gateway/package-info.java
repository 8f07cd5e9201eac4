/// The OCI Distribution front. `protocol` holds what every front speaks; `embedded` is the one over
/// a folder. The gateway proper, over an upstream registry, stands beside them and shares
/// `protocol`.
@NullMarked
package io.tagtrail.gateway;

import org.jspecify.annotations.NullMarked;
