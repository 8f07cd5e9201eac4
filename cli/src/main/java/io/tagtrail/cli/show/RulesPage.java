package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.RequiredField;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Window;
import io.tagtrail.server.config.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What holds for an alias, in words.
public final class RulesPage {
  private RulesPage() {}

  public static void write(Page page, Alias alias, Rules rules) {
    page.line(Style.BOLD, alias.toString());
    page.row("AFTER", rules.after().isEmpty() ? "nothing" : String.join(", ", rules.after()));
    var fields = rules.required().stream().map(RequiredField::label).sorted().toList();
    page.row("FIELDS", fields.isEmpty() ? "none is required" : String.join(", ", fields));
    var needs = needs(rules.gates());
    page.row("NEEDS", needs.isEmpty() ? "nothing else" : needs.getFirst());
    needs.stream().skip(1).forEach(page::more);
    page.row(
        "WRITTEN",
        rules.write() == Intent.Write.CALLER
            ? "by the caller, with its own right to the registry"
            : "by Tagtrail");
    page.row(
        "BACK TO",
        "the last %d bundles, within %s".formatted(rules.keep(), Durations.text(rules.window())));
  }

  /// What a forward move needs besides order and fields, a sentence each.
  static List<String> needs(Gates gates) {
    var needs = new ArrayList<String>();
    if (!gates.soak().isZero()) {
      needs.add(
          "%s live in each environment before, without a break"
              .formatted(Durations.text(gates.soak())));
    }
    gates.approvals().forEach(rule -> needs.add(approval(rule, gates)));
    gates.windows().forEach(window -> needs.add(window(window)));
    new TreeMap<>(gates.annotations())
        .forEach((name, glob) -> needs.add("annotation %s = %s".formatted(name, glob)));
    if (!gates.sources().isEmpty()) {
      needs.add("a source among " + String.join(", ", gates.sources()));
    }
    gates
        .signatures()
        .forEach(rule -> needs.add("signature %s, by one of its keys".formatted(rule.name())));
    gates
        .rules()
        .forEach(rule ->
            needs.add(
                "rule %s: %s"
                    .formatted(rule.name(), rule.message() == null ? rule.cel() : rule.message())));
    return needs;
  }

  static String approval(ApprovalRule rule, Gates gates) {
    return "%d %s%s, used within %s"
        .formatted(
            rule.count(),
            rule.count() == 1 ? "approval" : "approvals",
            rule.group() == null ? "" : " of " + rule.group(),
            Durations.text(gates.approvalTtl()));
  }

  private static String window(Window window) {
    var when =
        window.cron() != null && window.duration() != null
            ? "from '%s' for %s (%s)"
                .formatted(window.cron(), Durations.text(window.duration()), window.zone())
            : "from %s to %s"
                .formatted(
                    window.from() == null ? "ever" : window.from(),
                    window.to() == null ? "ever" : window.to());
    var why = window.reason() == null ? "" : ": " + window.reason();
    return (window.kind() == Window.Kind.DENY ? "freeze " : "window ")
        + window.name()
        + " "
        + when
        + why;
  }
}
