package io.tagtrail.server.policytest;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.Texts;
import io.tagtrail.server.policytest.Report.Tried;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tries the policy of a configuration on a table of cases: `tagtrail policy test`. Each case is
/// carried out by the one path itself, on a ledger and a registry of its own that are thrown away;
/// the configuration's ledger and registries are not looked at.
public final class PolicyTests {
  private PolicyTests() {}

  /// @param file the table, in YAML
  /// @throws ConfigException if the table cannot be read or does not hold together
  public static Report run(Config config, Path file) throws InterruptedException {
    var reader = new CaseReader();
    var label = String.valueOf(file.getFileName());
    List<Case> cases;
    try {
      cases = reader.read(label, Texts.of(file));
    } catch (InvalidValueException e) {
      throw new ConfigException(label + ": " + e.getMessage(), e);
    }
    var tried = new ArrayList<Tried>();
    for (var each : cases) {
      tried.add(tried(config, reader.bundles(), each));
    }
    return new Report(tried);
  }

  private static Tried tried(Config config, Map<String, Map<String, String>> bundles, Case given)
      throws InterruptedException {
    try (var world = new CaseWorld(config, bundles, given)) {
      var outcome = world.play();
      var refused = refused(outcome);
      var expected = text(given.refused());
      var got = refused == null ? text(null) : refused.isEmpty() ? words(outcome) : text(refused);
      return new Tried(
          given.name(),
          given.place(),
          expected.equals(got),
          expected,
          got,
          checks(outcome),
          world.notes());
    } catch (InvalidValueException e) {
      throw new ConfigException(given.place() + ": " + e.getMessage(), e);
    }
  }

  /// The names of the checks that refused it; null where it was not refused, none where it came to
  /// something else.
  private static @Nullable Set<String> refused(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Planned planned -> null;
      case Outcome.Refused refused ->
          refused.reasons().stream()
              .map(Check::name)
              .collect(Collectors.toCollection(TreeSet::new));
      default -> Set.of();
    };
  }

  private static List<Check> checks(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Planned planned -> planned.checks();
      case Outcome.Refused refused -> refused.checks();
      default -> List.of();
    };
  }

  private static String text(@Nullable Set<String> refused) {
    return refused == null ? "allowed" : "refused: " + String.join(", ", new TreeSet<>(refused));
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged unchanged -> "unchanged: it is live there already";
      case Outcome.Stale stale -> "stale: " + stale.why();
      case Outcome.Unfinished unfinished -> "unfinished: " + unfinished.why();
      case Outcome.Refused refused ->
          refused.checks().stream()
              .filter(check -> check.result() != Decision.Result.PASS)
              .map(check -> check.name() + ": " + check.detail())
              .collect(Collectors.joining("; ", "refused: ", ""));
      default -> outcome.getClass().getSimpleName();
    };
  }
}
