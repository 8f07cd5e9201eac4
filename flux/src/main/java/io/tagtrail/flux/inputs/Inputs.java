package io.tagtrail.flux.inputs;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import java.util.Comparator;
import java.util.List;

/// The answer to flux-operator's ResourceSetInputProvider of the type `ExternalService` (0.58):
/// `{"inputs":[{"id":…}]}`.
public final class Inputs {
  /// The longest answer that flux-operator reads.
  public static final int MAX_BYTES = 900 << 10;

  private Inputs() {}

  /// The document, in order of the ids, so that the same inputs are the same bytes.
  ///
  /// @throws InvalidValueException if it would be longer than flux-operator reads
  public static Json.Obj document(List<Input> inputs) {
    var items =
        inputs.stream().sorted(Comparator.comparing(Input::id)).<Json>map(Input::json).toList();
    var document = new ObjectBuilder().put("inputs", new Json.Arr(items)).build();
    if (document.canonicalBytes().length > MAX_BYTES) {
      throw new InvalidValueException(
          ("%d aliases are more than flux-operator reads at once (%d KiB): ask for one application"
                  + " or one environment")
              .formatted(inputs.size(), MAX_BYTES >> 10));
    }
    return document;
  }
}
