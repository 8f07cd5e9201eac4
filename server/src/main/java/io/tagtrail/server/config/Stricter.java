package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Expression;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.policy.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Gates that an application adds to those of an environment: what they let through, the
/// environment's let through too.
final class Stricter {
  private final Gates base;
  private final Gates own;

  private Stricter(Gates base, Gates own) {
    this.base = base;
    this.own = own;
  }

  /// Both together.
  ///
  /// @throws InvalidValueException naming what would be looser than the environment's
  static Gates of(Gates base, Gates own) {
    return new Stricter(base, own).both();
  }

  private Gates both() {
    if (own.soak().compareTo(base.soak()) < 0) {
      throw looser(
          "soak is %s, and %s here"
              .formatted(Durations.text(base.soak()), Durations.text(own.soak())));
    }
    if (own.approvalTtl().compareTo(base.approvalTtl()) > 0) {
      throw looser(
          "an approval holds %s, and %s here"
              .formatted(Durations.text(base.approvalTtl()), Durations.text(own.approvalTtl())));
    }
    return new Gates(
        own.soak(),
        approvals(),
        own.approvalTtl(),
        windows(),
        annotations(),
        sources(),
        signatures(),
        rules());
  }

  private List<ApprovalRule> approvals() {
    var all = new LinkedHashMap<String, ApprovalRule>();
    base.approvals().forEach(rule -> all.put(Objects.requireNonNullElse(rule.group(), ""), rule));
    for (var rule : own.approvals()) {
      var other = all.put(Objects.requireNonNullElse(rule.group(), ""), rule);
      if (other != null && rule.count() < other.count()) {
        throw looser("approvals are %s, and %s here".formatted(other.told(), rule.told()));
      }
    }
    return List.copyOf(all.values());
  }

  /// A window that denies is stricter. One that allows is so only where none allows yet: otherwise
  /// it would open what is closed. Who names some of the environment's windows that allow wants
  /// those alone.
  private List<Window> windows() {
    var named = own.windows().stream().filter(Stricter::allows).toList();
    var all =
        new ArrayList<>(
            base.windows().stream()
                .filter(each -> !allows(each) || named.isEmpty() || named.contains(each))
                .toList());
    boolean allows = base.windows().stream().anyMatch(Stricter::allows);
    for (var window : own.windows()) {
      if (base.windows().contains(window)) {
        continue;
      }
      if (base.windows().stream().anyMatch(w -> w.name().equals(window.name()))) {
        throw looser("the window %s is another one".formatted(window.name()));
      }
      if (allows && allows(window)) {
        throw looser(
            "moves go through in the environment's own windows, and the window %s would open more"
                .formatted(window.name()));
      }
      all.add(window);
    }
    return all;
  }

  private static boolean allows(Window window) {
    return window.kind() == Window.Kind.ALLOW;
  }

  private Map<String, String> annotations() {
    var all = new LinkedHashMap<>(base.annotations());
    own.annotations()
        .forEach((name, glob) -> {
          var other = all.put(name, glob);
          if (other != null && !Globs.within(glob, other)) {
            throw looser("the annotation %s must be %s, and %s here".formatted(name, other, glob));
          }
        });
    return all;
  }

  private List<String> sources() {
    if (base.sources().isEmpty() || own.sources().isEmpty()) {
      return own.sources().isEmpty() ? base.sources() : own.sources();
    }
    for (var glob : own.sources()) {
      if (base.sources().stream().noneMatch(other -> Globs.within(glob, other))) {
        throw looser(
            "sources are %s, and %s here".formatted(String.join(", ", base.sources()), glob));
      }
    }
    return own.sources();
  }

  private List<SignatureRule> signatures() {
    var all = new LinkedHashMap<String, SignatureRule>();
    base.signatures().forEach(rule -> all.put(rule.name(), rule));
    for (var rule : own.signatures()) {
      var other = all.put(rule.name(), rule);
      if (other != null && !new LinkedHashSet<>(other.keys()).containsAll(rule.keys())) {
        throw looser("the signature %s has other keys here".formatted(rule.name()));
      }
    }
    return List.copyOf(all.values());
  }

  private List<Expression> rules() {
    var all = new LinkedHashMap<String, Expression>();
    base.rules().forEach(rule -> all.put(rule.name(), rule));
    for (var rule : own.rules()) {
      var other = all.putIfAbsent(rule.name(), rule);
      if (other != null && !other.cel().equals(rule.cel())) {
        throw looser("the rule %s says something else here".formatted(rule.name()));
      }
    }
    return List.copyOf(all.values());
  }

  private static InvalidValueException looser(String what) {
    return new InvalidValueException("only stricter than the environment: " + what);
  }
}
