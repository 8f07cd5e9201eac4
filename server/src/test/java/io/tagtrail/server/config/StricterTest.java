package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Expression;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.policy.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whatever an application asks for itself: what its environment refuses stays refused. The oracle
/// knows nothing of how gates are put together: it asks both about the same moves.
final class StricterTest {
  private static final int ROUNDS = 3_000;
  private static final int MOVES = 60;

  /// A move, as far as gates look at it.
  private record Move(
      Duration soaked,
      Map<String, Integer> approvers,
      Duration approvedFor,
      int hour,
      Map<String, String> annotations,
      @Nullable String source,
      List<String> keys,
      List<String> truths) {}

  @Test
  void what_an_environment_refuses_no_application_lets_through() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("StricterTest: -Dtagtrail.seed=" + seed);
    var random = new Random(seed);
    int accepted = 0;
    int refused = 0;
    int stopped = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var base = gates(random, Gates.NONE);
      var own = random.nextInt(3) == 0 ? mutated(random, base) : gates(random, base);
      Gates both;
      try {
        both = Stricter.of(base, own);
        accepted++;
      } catch (InvalidValueException e) {
        refused++;
        continue;
      }
      for (int i = 0; i < MOVES; i++) {
        var move = move(random);
        if (!lets(base, move)) {
          stopped++;
          assertThat(lets(both, move))
              .as("seed %d\nbase %s\nown  %s\nboth %s\nmove %s", seed, base, own, both, move)
              .isFalse();
        }
        assertThat(lets(both, move) && !lets(own, move))
            .as("what it asks for itself holds: seed %d\nown %s\nboth %s", seed, own, both)
            .isFalse();
      }
    }
    assertThat(accepted).as("some must be accepted").isGreaterThan(ROUNDS / 20);
    assertThat(refused).as("some must be refused").isGreaterThan(ROUNDS / 20);
    assertThat(stopped).isGreaterThan(ROUNDS);
  }

  private static boolean lets(Gates gates, Move move) {
    return move.soaked().compareTo(gates.soak()) >= 0
        && approved(gates, move)
        && open(gates.windows(), move.hour())
        && gates.annotations().entrySet().stream()
            .allMatch(asked ->
                Globs.matches(
                    asked.getValue(), move.annotations().getOrDefault(asked.getKey(), "\n")))
        && (gates.sources().isEmpty()
            || gates.sources().stream()
                .anyMatch(
                    glob -> Globs.matches(glob, Objects.requireNonNullElse(move.source(), "\n"))))
        && gates.signatures().stream()
            .allMatch(rule -> rule.keys().stream().anyMatch(move.keys()::contains))
        && gates.rules().stream().allMatch(rule -> move.truths().contains(rule.cel()));
  }

  /// Nobody counts for two rules: whoever is in no group counts for the rule without one alone.
  private static boolean approved(Gates gates, Move move) {
    if (gates.approvals().isEmpty()) {
      return true;
    }
    if (move.approvedFor().compareTo(gates.approvalTtl()) > 0) {
      return false;
    }
    var left = new HashMap<>(move.approvers());
    int anybody = 0;
    for (var rule : gates.approvals()) {
      if (rule.group() == null) {
        anybody = rule.count();
      } else {
        left.merge(rule.group(), -rule.count(), Integer::sum);
      }
    }
    return left.values().stream().allMatch(count -> count >= 0)
        && left.values().stream().mapToInt(Integer::intValue).sum() >= anybody;
  }

  private static boolean open(List<Window> windows, int hour) {
    var allow = windows.stream().filter(each -> each.kind() == Window.Kind.ALLOW).toList();
    return windows.stream().noneMatch(w -> w.kind() == Window.Kind.DENY && covers(w, hour))
        && (allow.isEmpty() || allow.stream().anyMatch(w -> covers(w, hour)));
  }

  private static boolean covers(Window window, int hour) {
    var at = Instant.EPOCH.plus(Duration.ofHours(hour));
    return !at.isBefore(Objects.requireNonNull(window.from()))
        && at.isBefore(Objects.requireNonNull(window.to()));
  }

  private static Gates gates(Random random, Gates usual) {
    return new Gates(
        random.nextBoolean() ? usual.soak() : hours(random, 0),
        approvals(random),
        random.nextBoolean() ? usual.approvalTtl() : hours(random, 1),
        some(random, StricterTest::window),
        annotations(random),
        some(random, StricterTest::glob),
        some(random, StricterTest::signature),
        some(random, StricterTest::rule));
  }

  /// Almost the same: what is most easily taken for stricter.
  private static Gates mutated(Random random, Gates base) {
    var other = gates(random, base);
    int part = random.nextInt(8);
    return new Gates(
        part == 0 ? other.soak() : base.soak(),
        part == 1 ? other.approvals() : base.approvals(),
        part == 2 ? other.approvalTtl() : base.approvalTtl(),
        part == 3 ? other.windows() : base.windows(),
        part == 4 ? other.annotations() : base.annotations(),
        part == 5 ? other.sources() : base.sources(),
        part == 6 ? other.signatures() : base.signatures(),
        part == 7 ? other.rules() : base.rules());
  }

  private static Move move(Random random) {
    var annotations = new HashMap<String, String>();
    for (var name : List.of("a", "b")) {
      if (random.nextBoolean()) {
        annotations.put(name, text(random));
      }
    }
    return new Move(
        hours(random, 0),
        Map.of("", random.nextInt(3), "g", random.nextInt(3), "h", random.nextInt(3)),
        hours(random, 1),
        random.nextInt(6),
        annotations,
        random.nextInt(4) == 0 ? null : text(random),
        some(random, each -> "k" + each.nextInt(3)),
        some(random, each -> "c" + each.nextInt(3)));
  }

  private static Duration hours(Random random, int least) {
    return Duration.ofHours(least + random.nextInt(4));
  }

  private static List<ApprovalRule> approvals(Random random) {
    var rules = new ArrayList<ApprovalRule>();
    for (var group : new @Nullable String[] {null, "g", "h"}) {
      if (random.nextInt(3) == 0) {
        rules.add(new ApprovalRule(1 + random.nextInt(2), group));
      }
    }
    return rules;
  }

  private static Map<String, String> annotations(Random random) {
    var map = new HashMap<String, String>();
    for (var name : List.of("a", "b")) {
      if (random.nextInt(3) == 0) {
        map.put(name, glob(random));
      }
    }
    return map;
  }

  private static Window window(Random random) {
    int from = random.nextInt(4);
    return new Window(
        "w" + random.nextInt(3),
        random.nextBoolean() ? Window.Kind.ALLOW : Window.Kind.DENY,
        null,
        null,
        Instant.EPOCH.plus(Duration.ofHours(from)),
        Instant.EPOCH.plus(Duration.ofHours(from + 1 + random.nextInt(2))),
        "UTC",
        null);
  }

  private static SignatureRule signature(Random random) {
    var keys = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      if (random.nextBoolean()) {
        keys.add("k" + i);
      }
    }
    return new SignatureRule("s" + random.nextInt(2), keys.isEmpty() ? List.of("k0") : keys);
  }

  private static Expression rule(Random random) {
    return new Expression("r" + random.nextInt(2), "c" + random.nextInt(3), null);
  }

  private static String glob(Random random) {
    var glob = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      glob.append("xy*".charAt(random.nextInt(3)));
    }
    return glob.toString();
  }

  private static String text(Random random) {
    return glob(random).replace("*", "");
  }

  private interface Make<T> {
    T from(Random random);
  }

  /// None, one or two, of different names.
  private static <T> List<T> some(Random random, Make<T> make) {
    var list = new ArrayList<T>();
    var names = new ArrayList<String>();
    for (int i = random.nextInt(3); i > 0; i--) {
      var each = make.from(random);
      var name =
          switch (each) {
            case Window window -> window.name();
            case SignatureRule rule -> rule.name();
            case Expression rule -> rule.name();
            default -> each.toString();
          };
      if (!names.contains(name)) {
        names.add(name);
        list.add(each);
      }
    }
    return list;
  }
}
