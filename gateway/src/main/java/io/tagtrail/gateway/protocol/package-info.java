/// The words of the OCI Distribution protocol that every front speaks: routes, ranges, errors, the
/// shape of a manifest. No network and no storage; what comes from outside is parsed here once and
/// nowhere else.
@NullMarked
package io.tagtrail.gateway.protocol;

import org.jspecify.annotations.NullMarked;
