package io.tagtrail.testkit.sim;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Expression;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.policy.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers what it was told to.
final class FixedEvaluators implements Evaluators {
  Windows windows = new Windows.Open(null);
  Said said = new Said.Yes();
  Json.@Nullable Obj variables;
  final List<Repository> looked = new ArrayList<>();

  @Override
  public Windows windows(List<Window> asked, Instant now) {
    return asked.isEmpty() ? new Windows.Open(null) : windows;
  }

  @Override
  public Said expression(Expression rule, Json.Obj given) {
    variables = given;
    return said;
  }

  @Override
  public Said signed(SignatureRule rule, Repository repository, Digest bundle) {
    looked.add(repository);
    return said;
  }
}
