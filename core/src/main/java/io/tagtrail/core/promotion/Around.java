package io.tagtrail.core.promotion;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Examiner;
import java.util.function.Predicate;

/// What stands around the path.
///
/// @param examiner looks at bundles before a move
/// @param signer signs what was authorised
/// @param nudges whether somebody is to be told when an alias moved
public record Around(Examiner examiner, Signer signer, Predicate<Alias> nudges) {
  public static final Around NOTHING = new Around(Examiner.NONE, Signer.NONE, alias -> false);
}
