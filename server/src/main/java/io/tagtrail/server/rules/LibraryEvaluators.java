package io.tagtrail.server.rules;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Expression;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.policy.Window;
import java.time.Instant;
import java.util.List;

/// Answers what a policy asks: windows by cron-utils, expressions by CEL, signatures by whoever
/// looks at them. A library is loaded when the first rule needs it.
public final class LibraryEvaluators implements Evaluators {
  private final SignatureChecks signatures;

  public LibraryEvaluators(SignatureChecks signatures) {
    this.signatures = signatures;
  }

  @Override
  public Windows windows(List<Window> windows, Instant now) {
    return windows.isEmpty() ? new Windows.Open(null) : new Calendar(windows).at(now);
  }

  @Override
  public Said expression(Expression rule, Json.Obj variables) {
    return switch (Cel.rules().evaluate(rule.cel(), CelValues.of(variables))) {
      case Cel.Answer.True yes -> new Said.Yes();
      case Cel.Answer.False no ->
          new Said.No(rule.message() == null ? "the rule is not true of it" : rule.message());
      case Cel.Answer.Failed failed -> new Said.Unknown("the rule has no value: " + failed.why());
    };
  }

  @Override
  public Said signed(SignatureRule rule, Repository repository, Digest bundle) {
    return signatures.signed(rule, repository, bundle);
  }
}
