package io.tagtrail.core.policy;

import io.tagtrail.core.event.Intent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// What changes for one environment.
final class RulesDiff {
  private RulesDiff() {}

  static void say(Rules old, Rules next, PolicyDiff.Sentences out) {
    asked("comes after", old.after(), next.after(), out);
    asked(
        "requires",
        old.required().stream().map(RequiredField::label).toList(),
        next.required().stream().map(RequiredField::label).toList(),
        out);
    out.more("the rollback window", old.window(), next.window());
    out.more("the bundles that can be rolled back to", old.keep(), next.keep());
    timing(old.timing(), next.timing(), out);
    if (old.attach() != next.attach()) {
      out.say(old.attach(), "the event is %s to the bundle".formatted(is(next.attach())));
    }
    if (old.write() != next.write()) {
      out.say(
          next.write() == Intent.Write.CALLER,
          "the tag is written by the %s now".formatted(next.write().label()));
    }
    gates(old.gates(), next.gates(), out);
    assurance(old.assurance(), next.assurance(), out);
  }

  private static void assurance(Assurance old, Assurance next, PolicyDiff.Sentences out) {
    if (old.inside() != next.inside()) {
      out.say(
          next.inside().compareTo(old.inside()) < 0,
          "what is inside was %s, is %s".formatted(old.inside().label(), next.inside().label()));
    }
    if (old.outside() != next.outside()) {
      out.say(
          next.outside().compareTo(old.outside()) < 0,
          "an outside move was answered by %s, is by %s"
              .formatted(old.outside().label(), next.outside().label()));
    }
    asked(
        "signed",
        old.signing().stream().map(RulesDiff::signing).toList(),
        next.signing().stream().map(RulesDiff::signing).toList(),
        out);
    asked("verified with the key", old.verify(), next.verify(), out);
  }

  private static String signing(Assurance.Signing it) {
    return "with the key %s in %s (%s)".formatted(it.key(), it.repositories(), it.form().label());
  }

  private static String is(boolean attached) {
    return attached ? "attached" : "no longer attached";
  }

  private static void timing(Rules.Timing old, Rules.Timing next, PolicyDiff.Sentences out) {
    out.more("the deadline of a write", old.deadline(), next.deadline());
    out.less("the time that a registry is given to settle", old.settle(), next.settle());
    out.more("the horizon of an unfinished move", old.horizon(), next.horizon());
    out.more("the skew between clocks", old.skew(), next.skew());
  }

  /// What changes of gates alone.
  static void gates(Gates old, Gates next, PolicyDiff.Sentences out) {
    out.less("soak", old.soak(), next.soak());
    approvals(old, next, out);
    out.more("the time that an approval can be used", old.approvalTtl(), next.approvalTtl());
    windows(old.windows(), next.windows(), out);
    named("the annotation", old.annotations(), next.annotations(), out);
    sources(old.sources(), next.sources(), out);
    signatures(old.signatures(), next.signatures(), out);
    named("the rule", expressions(old), expressions(next), out);
  }

  /// Things of which each is asked.
  private static void asked(
      String what, List<String> old, List<String> next, PolicyDiff.Sentences out) {
    for (var each : new TreeSet<>(old)) {
      if (!next.contains(each)) {
        out.loosened("no longer " + what + " " + each);
      }
    }
    for (var each : new TreeSet<>(next)) {
      if (!old.contains(each)) {
        out.tightened("now " + what + " " + each);
      }
    }
  }

  private static void approvals(Gates old, Gates next, PolicyDiff.Sentences out) {
    var before = counts(old.approvals());
    var after = counts(next.approvals());
    if (before.equals(after)) {
      return;
    }
    boolean asksAll =
        before.entrySet().stream()
            .allMatch(each -> after.getOrDefault(each.getKey(), 0) >= each.getValue());
    out.say(!asksAll, "approvals were %s, are %s".formatted(told(old), told(next)));
  }

  private static Map<String, Integer> counts(List<ApprovalRule> rules) {
    var counts = new HashMap<String, Integer>();
    rules.forEach(
        rule -> counts.merge(rule.group() == null ? "" : rule.group(), rule.count(), Integer::sum));
    return counts;
  }

  private static String told(Gates gates) {
    return gates.approvals().isEmpty()
        ? "none"
        : String.join(" and ", gates.approvals().stream().map(ApprovalRule::told).toList());
  }

  /// A window that denies asks something; one that allows gives something, but for the first.
  private static void windows(List<Window> old, List<Window> next, PolicyDiff.Sentences out) {
    var before = byName(old, Window::name);
    var after = byName(next, Window::name);
    boolean allowedOnly = old.stream().anyMatch(each -> each.kind() == Window.Kind.ALLOW);
    boolean allowsOnly = next.stream().anyMatch(each -> each.kind() == Window.Kind.ALLOW);
    if (allowedOnly != allowsOnly) {
      out.say(
          allowedOnly,
          allowsOnly
              ? "moves only in windows that allow it now"
              : "moves in no window's time only");
    }
    for (var each : before.values()) {
      var now = after.get(each.name());
      if (now == null) {
        boolean denied = each.kind() == Window.Kind.DENY;
        if (denied || allowsOnly) {
          out.say(denied, "the window %s is gone".formatted(each.name()));
        }
      } else if (!sameTime(each, now)) {
        out.loosened(
            "the window %s is another: whether it lets more through cannot be said"
                .formatted(each.name()));
      }
    }
    for (var each : after.values()) {
      boolean isNew = !before.containsKey(each.name());
      boolean allows = each.kind() == Window.Kind.ALLOW;
      if (isNew && (!allows || allowedOnly)) {
        out.say(allows, "the window %s is new (%s)".formatted(each.name(), each.kind().label()));
      }
    }
  }

  /// All but the reason: that is only said.
  private static boolean sameTime(Window one, Window other) {
    return new Window(
            one.name(),
            one.kind(),
            one.cron(),
            one.duration(),
            one.from(),
            one.to(),
            one.zone(),
            other.reason())
        .equals(other);
  }

  private static void named(
      String what, Map<String, String> old, Map<String, String> next, PolicyDiff.Sentences out) {
    for (var each : new TreeMap<>(old).entrySet()) {
      var now = next.get(each.getKey());
      if (now == null) {
        out.loosened("%s %s is not asked any more".formatted(what, each.getKey()));
      } else if (!now.equals(each.getValue())) {
        out.loosened(
            "%s %s is another: whether it lets more through cannot be said"
                .formatted(what, each.getKey()));
      }
    }
    for (var each : new TreeSet<>(next.keySet())) {
      if (!old.containsKey(each)) {
        out.tightened("%s %s is asked now".formatted(what, each));
      }
    }
  }

  private static Map<String, String> expressions(Gates gates) {
    var all = new HashMap<String, String>();
    gates.rules().forEach(rule -> all.put(rule.name(), rule.cel()));
    return all;
  }

  private static void sources(List<String> old, List<String> next, PolicyDiff.Sentences out) {
    if (old.isEmpty() != next.isEmpty()) {
      out.say(
          next.isEmpty(), next.isEmpty() ? "any source is let in now" : "sources are limited now");
      return;
    }
    for (var each : new TreeSet<>(next)) {
      if (!old.contains(each)) {
        out.loosened("the source %s is let in now".formatted(each));
      }
    }
    for (var each : new TreeSet<>(old)) {
      if (!next.contains(each)) {
        out.tightened("the source %s is not let in any more".formatted(each));
      }
    }
  }

  private static void signatures(
      List<SignatureRule> old, List<SignatureRule> next, PolicyDiff.Sentences out) {
    var before = byName(old, SignatureRule::name);
    var after = byName(next, SignatureRule::name);
    for (var each : before.values()) {
      var now = after.get(each.name());
      if (now == null) {
        out.loosened("the signature %s is not asked any more".formatted(each.name()));
        continue;
      }
      if (!new HashSet<>(each.keys()).containsAll(now.keys())) {
        out.loosened("the signature %s takes another key too".formatted(each.name()));
      }
      if (!new HashSet<>(now.keys()).containsAll(each.keys())) {
        out.tightened("the signature %s does not take a key any more".formatted(each.name()));
      }
    }
    for (var each : after.values()) {
      if (!before.containsKey(each.name())) {
        out.tightened("the signature %s is asked now".formatted(each.name()));
      }
    }
  }

  private static <T> Map<String, T> byName(List<T> list, Function<T, String> name) {
    var all = new TreeMap<String, T>();
    list.forEach(each -> all.put(name.apply(each), each));
    return all;
  }
}
