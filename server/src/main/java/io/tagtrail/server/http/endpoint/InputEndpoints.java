package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.model.Alias;
import io.tagtrail.flux.inputs.Input;
import io.tagtrail.flux.inputs.Inputs;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The heads of the ledger as flux-operator asks for them.
public final class InputEndpoints {
  private InputEndpoints() {}

  /// The governed heads of those aliases that the asker may read. Never an empty list: to
  /// flux-operator that means that everything which was made from it is to be removed, so that a
  /// right that was taken away would take down what runs.
  public static Answer inputs(Call call) {
    var application = call.query().parsed("application", Alias::application);
    var environment = call.query().parsed("environment", Alias::environment);
    call.query().done();
    var inputs =
        call.tagtrail().state().board(false).stream()
            .filter(status -> is(application, status.state().alias().application()))
            .filter(status -> is(environment, status.state().alias().environment()))
            .flatMap(status -> input(status).stream())
            .toList();
    if (inputs.isEmpty()) {
      throw ProblemException.of(
          ProblemType.NOT_FOUND,
          "no alias that you may read has a governed head here; an empty list would have"
              + " flux-operator remove what it made from the one before");
    }
    var document = Inputs.document(inputs);
    return Tags.conditional(call, Tags.ofEntry(document), document);
  }

  private static boolean is(@Nullable String wanted, String name) {
    return wanted == null || wanted.equals(name);
  }

  private static Optional<Input> input(Status status) {
    var state = status.state();
    var head = state.governed();
    var digest = state.governedDigest();
    var location = state.location();
    return head == null || digest == null || location == null
        ? Optional.empty()
        : Optional.of(new Input(state.alias(), location, digest, head.sequence(), head.since()));
  }
}
