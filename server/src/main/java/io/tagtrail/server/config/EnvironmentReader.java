package io.tagtrail.server.config;

import io.tagtrail.core.event.Intent;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.RequiredField;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Rules.Timing;
import java.util.List;
import java.util.Set;

/// Reads the rules of one environment.
final class EnvironmentReader {
  private EnvironmentReader() {}

  static Rules read(String name, YamlView view, YamlView environments, Reading reading) {
    var usual = Rules.usual(name);
    var after = view.list("after", earlier -> known(earlier, environments));
    var required = view.list("required", RequiredField::parse);
    var rollback = view.mapping("rollback");
    var window = rollback.parsed("window", Durations::parse, usual.window());
    int keep = rollback.number("keep", usual.keep());
    rollback.done();
    var write = view.mapping("write");
    var by = write.parsed("by", EnvironmentReader::by, Intent.Write.SERVER);
    var timing = view.checked("write", () -> timing(write, usual.timing()));
    write.done();
    var gates = new GatesReader(reading, reading.folder()).read(view, Gates.NONE);
    return new Rules(
        name,
        after == null ? List.of() : after,
        required == null ? usual.required() : Set.copyOf(required),
        window,
        keep,
        timing,
        view.flag("attach", usual.attach()),
        by,
        gates,
        AssuranceReader.read(view));
  }

  private static Timing timing(YamlView write, Timing usual) {
    return new Timing(
        write.parsed("deadline", Durations::parse, usual.deadline()),
        write.parsed("settle", Durations::parse, usual.settle()),
        write.parsed("patience", Durations::parse, usual.patience()),
        write.parsed("supersede", Durations::parse, usual.supersede()),
        write.parsed("horizon", Durations::parse, usual.horizon()),
        write.parsed("skew", Durations::parse, usual.skew()));
  }

  private static Intent.Write by(String text) {
    return switch (text) {
      case "server" -> Intent.Write.SERVER;
      case "caller" -> Intent.Write.CALLER;
      default -> throw new InvalidValueException("must be server or caller");
    };
  }

  private static String known(String environment, YamlView environments) {
    if (!environments.has(environment)) {
      throw new InvalidValueException(
          "no such environment: '%s' (there are %s)"
              .formatted(Text.clipped(environment, 80), String.join(", ", environments.keys())));
    }
    return environment;
  }
}
