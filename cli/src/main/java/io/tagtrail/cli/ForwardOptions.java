package io.tagtrail.cli;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.promotion.Powers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What promotions and rollbacks have in common.
final class ForwardOptions {
  @Option(
      names = "--override",
      paramLabel = "CHECK",
      description =
          "lets this check fail, as soak or rule:tests; takes a right, a reason and a second person's approval")
  List<String> overrides = new ArrayList<>();

  @Option(
      names = "--no-write",
      description =
          "where the caller writes: authorises only; put the tags yourself, then tagtrail confirm")
  boolean noWrite;

  /// @throws InvalidValueException if an override has no reason
  Powers powers(@Nullable String reason) {
    overrides.forEach(name -> Text.bounded("--override", name, Decision.Check.NAME_BYTES));
    if (!overrides.isEmpty() && reason == null) {
      throw new InvalidValueException("--override needs a --reason");
    }
    return Powers.LOCAL.overriding(overrides);
  }
}
