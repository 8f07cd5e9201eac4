/// What a cluster's own objects say of the aliases that a team has already: for `tagtrail init
/// --from-flux`. Pure functions; nothing is changed, in the cluster or elsewhere.
@NullMarked
package io.tagtrail.flux.discovery;

import org.jspecify.annotations.NullMarked;
