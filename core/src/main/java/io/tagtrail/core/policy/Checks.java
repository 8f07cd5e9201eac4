package io.tagtrail.core.policy;

import static io.tagtrail.core.event.Decision.Guard.ADMISSION;
import static io.tagtrail.core.event.Decision.Guard.SAFETY;
import static io.tagtrail.core.event.Decision.Result.FAIL;
import static io.tagtrail.core.event.Decision.Result.PASS;
import static io.tagtrail.core.event.Decision.Result.SKIPPED;
import static io.tagtrail.core.event.Decision.Result.UNKNOWN;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.registry.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What is checked before a move. Admission guards forward moves; safety guards every move and
/// every rollback target. Of a rollback the admission checks are listed as skipped (but for
/// approvals and freezes), so that an event always shows the same list.
public final class Checks {
  /// The name of the check that `--allow-older` overrides.
  public static final String STALE_PIPELINE = "stale-pipeline";

  /// The name of the check that refuses a process with another policy.
  public static final String POLICY_VERSION = "policy-version";

  public static final String HOLD = "hold";
  public static final String BLOCK = "block";
  public static final String PRESENT = "present";
  public static final String SOAK = "soak";
  public static final String APPROVALS = Decision.APPROVALS;
  public static final String APPROVAL_OWED = "approval-owed";
  public static final String FREEZE = "freeze";
  public static final String ANNOTATIONS = "annotations";
  public static final String SOURCE = "source";

  /// Before the name of a rule of signatures.
  public static final String SIGNATURE = "signature:";

  /// Before the name of an expression.
  public static final String RULE = "rule:";

  /// Fails a rollback that would go past approvals or a freeze and whose asker may not.
  public static final String PAST_ADMISSION = "rollback-past-admission";

  private final Policy policy;
  private final Ledger ledger;
  private final GateChecks gates;

  public Checks(Policy policy, Ledger ledger, Evaluators evaluators) {
    this.policy = policy;
    this.ledger = ledger;
    this.gates = new GateChecks(ledger, evaluators);
  }

  /// The admission checks, as far as the ledger alone can answer them.
  public List<Check> admission(Candidate candidate) {
    var checks = new ArrayList<Check>();
    checks.add(asked(candidate, POLICY_VERSION, this::policyVersion));
    checks.add(asked(candidate, HOLD, this::hold));
    checks.add(asked(candidate, "required-fields", this::requiredFields));
    checks.add(asked(candidate, "order", this::order));
    checks.add(asked(candidate, STALE_PIPELINE, c -> new StalePipeline(ledger).check(c)));
    var rules = policy.rulesOrUsual(candidate.state().alias());
    for (var each : gates.asked(candidate, rules, policy.digest())) {
      checks.add(
          candidate.forward() || isAskedBackward(candidate, each.name())
              ? each.answer().get()
              : skipped(each.name()));
    }
    return checks;
  }

  /// Approvals and freezes are looked at of a rollback too: it may go past them, and has to be
  /// allowed to, and says so.
  private static boolean isAskedBackward(Candidate candidate, String name) {
    return candidate.kind() == EventKind.ROLLBACK
        && (name.equals(APPROVALS) || name.equals(FREEZE));
  }

  /// The safety checks that the ledger can answer.
  public List<Check> safety(Candidate candidate) {
    return List.of(holdOnAll(candidate), block(candidate));
  }

  /// The safety check that only the registry can answer.
  public static Check present(Presence presence) {
    return switch (presence) {
      case Presence.Whole whole ->
          check(PRESENT, SAFETY, PASS, "all %d parts are at the location".formatted(whole.parts()));
      case Presence.Broken broken ->
          check(PRESENT, SAFETY, FAIL, "not whole at the location: " + broken.what());
      case Presence.Unknown unknown ->
          check(PRESENT, SAFETY, UNKNOWN, "could not be checked: " + unknown.why());
    };
  }

  private Check policyVersion(Candidate candidate) {
    var own = policy.digest();
    var active = candidate.policy().active();
    if (own.equals(active)) {
      return check(POLICY_VERSION, ADMISSION, PASS, "the ledger's active policy");
    }
    return check(
        POLICY_VERSION,
        ADMISSION,
        FAIL,
        active == null
            ? "the ledger has no active policy yet (tagtrail config apply)"
            : "this process has policy %s, the ledger's active one is %s (tagtrail config apply)"
                .formatted(own.shortHex(), active.shortHex()));
  }

  private Check hold(Candidate candidate) {
    return candidate.state().holdsAt(candidate.now()).stream()
        .filter(hold -> hold.scope() == Stop.Scope.FORWARD)
        .findFirst()
        .map(
            hold -> check(HOLD, ADMISSION, FAIL, "forward moves are on hold" + until(hold.until())))
        .orElseGet(() -> check(HOLD, ADMISSION, PASS, "no hold on forward moves"));
  }

  private Check holdOnAll(Candidate candidate) {
    return candidate.state().holdsAt(candidate.now()).stream()
        .filter(hold -> hold.scope() == Stop.Scope.ALL)
        .findFirst()
        .map(hold -> check("hold-all", SAFETY, FAIL, "all moves are on hold" + until(hold.until())))
        .orElseGet(() -> check("hold-all", SAFETY, PASS, "no hold on all moves"));
  }

  private static String until(java.time.@org.jspecify.annotations.Nullable Instant until) {
    return until == null ? " (tagtrail unhold releases it)" : " until " + until;
  }

  private Check block(Candidate candidate) {
    return candidate
        .application()
        .block(candidate.bundle().digest())
        .map(block -> check(BLOCK, SAFETY, FAIL, "the bundle is blocked since " + block.since()))
        .orElseGet(() -> check(BLOCK, SAFETY, PASS, "the bundle is not blocked"));
  }

  private Check requiredFields(Candidate candidate) {
    var rules = policy.rules(candidate.state().alias());
    var missing =
        rules.required().stream()
            .sorted()
            .filter(field -> !field.isIn(candidate.facts()))
            .map(RequiredField::missing)
            .collect(Collectors.joining("; "));
    return missing.isEmpty()
        ? check("required-fields", ADMISSION, PASS, "all required fields are there")
        : check("required-fields", ADMISSION, FAIL, "missing: " + missing);
  }

  /// A bundle comes to an environment after it was live in all those before it, and was not rolled
  /// back there.
  private Check order(Candidate candidate) {
    var alias = candidate.state().alias();
    var rules = policy.rules(alias);
    if (rules.after().isEmpty()) {
      return check("order", ADMISSION, PASS, alias.environment() + " comes first");
    }
    for (var earlier : rules.after()) {
      var before = new Alias(alias.application(), earlier);
      if (!wasLive(before, candidate)) {
        return check(
            "order",
            ADMISSION,
            FAIL,
            "it was not live in %s before (or was rolled back there): tagtrail promote … %s"
                .formatted(before, before));
      }
    }
    return check("order", ADMISSION, PASS, "it was live in " + String.join(", ", rules.after()));
  }

  private boolean wasLive(Alias before, Candidate candidate) {
    var state = ledger.alias(before);
    var governed = state.governed();
    if (governed != null
        && governed.equals(state.observed())
        && candidate.bundle().digest().equals(governed.digest())) {
      // It came with the newest change there, so nothing took it back since: mostly that is the
      // case, and what was before need not be read.
      return true;
    }
    return Tenures.streamed(ledger, before)
        .filter(tenure -> candidate.bundle().digest().equals(tenure.digest()))
        .findFirst()
        .filter(tenure -> !tenure.rolledBack())
        .isPresent();
  }

  private interface Asked {
    Check of(Candidate candidate);
  }

  private static Check asked(Candidate candidate, String name, Asked check) {
    return candidate.forward() ? check.of(candidate) : skipped(name);
  }

  private static Check skipped(String name) {
    return check(name, ADMISSION, SKIPPED, "asked of forward moves only");
  }

  static Check check(String name, Guard guard, Result result, String detail) {
    return new Check(name, guard, result, detail);
  }
}
