package io.tagtrail.core.policy;

import static io.tagtrail.core.event.Decision.Guard.ADMISSION;
import static io.tagtrail.core.event.Decision.Result.FAIL;
import static io.tagtrail.core.event.Decision.Result.PASS;
import static io.tagtrail.core.event.Decision.Result.UNKNOWN;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.registry.Annotations;
import io.tagtrail.core.registry.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The checks of an environment's gates. Each is there only where the environment asks it; what has
/// no answer fails.
final class GateChecks {
  private final Ledger ledger;
  private final Evaluators evaluators;
  private final Soak soak;
  private final Approvals approvals;

  GateChecks(Ledger ledger, Evaluators evaluators) {
    this.ledger = ledger;
    this.evaluators = evaluators;
    this.soak = new Soak(ledger);
    this.approvals = new Approvals(ledger);
  }

  /// A check that is asked for, and what answers it.
  record Asked(String name, Supplier<Check> answer) {}

  /// What an environment asks, in the order in which an event lists it.
  List<Asked> asked(Candidate candidate, Rules rules, Digest policy) {
    var gates = rules.gates();
    var asked = new ArrayList<Asked>();
    if (!gates.soak().isZero()) {
      asked.add(new Asked(Checks.SOAK, () -> soak.check(candidate, rules)));
    }
    if (gates.needed() > 0) {
      asked.add(new Asked(Checks.APPROVALS, () -> approvals(candidate, gates, policy)));
    }
    if (gates.needed() > 0 || !candidate.state().owes().isEmpty()) {
      asked.add(new Asked(Checks.APPROVAL_OWED, () -> owed(candidate)));
    }
    if (!gates.windows().isEmpty()) {
      asked.add(new Asked(Checks.FREEZE, () -> freeze(candidate, gates)));
    }
    if (!gates.annotations().isEmpty()) {
      asked.add(new Asked(Checks.ANNOTATIONS, () -> annotations(candidate, gates)));
    }
    if (!gates.sources().isEmpty()) {
      asked.add(new Asked(Checks.SOURCE, () -> source(candidate, gates)));
    }
    for (var rule : gates.signatures()) {
      asked.add(new Asked(Checks.SIGNATURE + rule.name(), () -> signature(candidate, rule)));
    }
    for (var rule : gates.rules()) {
      asked.add(new Asked(Checks.RULE + rule.name(), () -> expression(candidate, rule)));
    }
    return asked;
  }

  private Check approvals(Candidate candidate, Gates gates, Digest policy) {
    if (isRestored(candidate)) {
      return check(
          Checks.APPROVALS, PASS, "what is governed comes back: it was let through before");
    }
    var found = approvals.find(candidate, policy);
    var quorum = Quorum.of(gates.approvals(), found.valid());
    var entries = quorum.used().stream().map(each -> "" + each.entry()).toList();
    if (quorum.isEnough()) {
      return check(Checks.APPROVALS, PASS, "approved in entry " + String.join(", ", entries));
    }
    var others = found.why().isEmpty() ? "" : "; " + String.join("; ", found.why());
    return check(
        Checks.APPROVALS,
        FAIL,
        "missing: %s (tagtrail approve %s %s)%s"
            .formatted(
                String.join(", ", quorum.missing()),
                candidate.state().alias(),
                candidate.bundle().digest().shortHex(),
                others));
  }

  /// Whether a rollback only brings back what is governed, after an outside move: otherwise whoever
  /// moves a tag outside could pile up approvals that are owed.
  private static boolean isRestored(Candidate candidate) {
    return candidate.kind() == EventKind.ROLLBACK
        && candidate.state().movedOutside()
        && candidate.bundle().digest().equals(candidate.state().governedDigest());
  }

  private static Check owed(Candidate candidate) {
    var owes = candidate.state().owes();
    return owes.isEmpty()
        ? check(Checks.APPROVAL_OWED, PASS, "no approval is owed")
        : check(
            Checks.APPROVAL_OWED,
            FAIL,
            "the rollback of entry %d went past missing approvals: tagtrail approve %s --owed"
                .formatted(owes.getFirst(), candidate.state().alias()));
  }

  private Check freeze(Candidate candidate, Gates gates) {
    return switch (evaluators.windows(gates.windows(), candidate.now())) {
      case Evaluators.Windows.Open open ->
          check(
              Checks.FREEZE,
              PASS,
              open.closes() == null ? "no freeze" : "no freeze until " + open.closes());
      case Evaluators.Windows.Closed closed ->
          check(
              Checks.FREEZE,
              FAIL,
              closed.why() + (closed.opens() == null ? "" : "; opens " + closed.opens()));
    };
  }

  private static Check annotations(Candidate candidate, Gates gates) {
    Map<String, String> there;
    try {
      there = Annotations.of(candidate.manifest());
    } catch (RegistryException e) {
      return check(Checks.ANNOTATIONS, FAIL, String.valueOf(e.getMessage()));
    }
    for (var wanted : new TreeMap<>(gates.annotations()).entrySet()) {
      var value = there.get(wanted.getKey());
      if (value == null || !Glob.matches(wanted.getValue(), value)) {
        return check(
            Checks.ANNOTATIONS,
            FAIL,
            "%s is %s, and must be %s"
                .formatted(
                    wanted.getKey(), value == null ? "not there" : value, wanted.getValue()));
      }
    }
    return check(Checks.ANNOTATIONS, PASS, "all annotations are there");
  }

  private static Check source(Candidate candidate, Gates gates) {
    var repository = candidate.facts().source().repository();
    if (repository == null) {
      return check(Checks.SOURCE, FAIL, "the source repository is not known");
    }
    boolean known = gates.sources().stream().anyMatch(glob -> Glob.matches(glob, repository));
    return known
        ? check(
            Checks.SOURCE,
            PASS,
            "%s (%s)".formatted(repository, candidate.facts().source().status().label()))
        : check(Checks.SOURCE, FAIL, repository + " is not among the sources of the environment");
  }

  private Check signature(Candidate candidate, SignatureRule rule) {
    var name = Checks.SIGNATURE + rule.name();
    var place = candidate.place();
    return place == null
        ? check(name, UNKNOWN, "the bundle is in no registry yet: looked for after the copy")
        : said(
            name,
            evaluators.signed(rule, place, candidate.bundle().digest()),
            "signed by a key of " + rule.name(),
            null);
  }

  private Check expression(Candidate candidate, Expression rule) {
    var name = Checks.RULE + rule.name();
    try {
      var variables = Variables.of(candidate, ledger);
      return said(name, evaluators.expression(rule, variables), "true", rule.message());
    } catch (RegistryException e) {
      return check(name, FAIL, String.valueOf(e.getMessage()));
    }
  }

  private static Check said(
      String name, Evaluators.Said answer, String yes, @Nullable String message) {
    return switch (answer) {
      case Evaluators.Said.Yes y -> check(name, PASS, yes);
      case Evaluators.Said.No no -> check(name, FAIL, message == null ? no.why() : message);
      case Evaluators.Said.Unknown unknown ->
          check(name, FAIL, "no answer, which counts as no: " + unknown.why());
    };
  }

  private static Check check(String name, Result result, String detail) {
    return Checks.check(name, ADMISSION, result, detail);
  }
}
