package io.tagtrail.server.rules;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.Evaluators.Said;
import io.tagtrail.core.policy.SignatureRule;

/// Looks at the signatures of a bundle.
public interface SignatureChecks {
  /// For a process that cannot look: what cannot be answered fails.
  SignatureChecks NONE =
      (rule, repository, bundle) -> new Said.Unknown("this process checks no signatures");

  /// Whether the bundle carries a signature by one of the keys of the rule, in the repository.
  /// Nothing is thrown: a registry that does not answer is [Said.Unknown].
  Said signed(SignatureRule rule, Repository repository, Digest bundle);
}
