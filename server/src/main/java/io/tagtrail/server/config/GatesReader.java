package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.ApprovalRule;
import io.tagtrail.core.policy.Expression;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.SignatureRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the gates: of an environment, or those that an application adds for itself.
final class GatesReader {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN PUBLIC KEY-----\\s[A-Za-z0-9+/=\\s]+-----END PUBLIC KEY-----\\s*");

  private final Reading reading;
  private final Path folder;

  /// @param folder the one that files of keys are relative to, and may not be outside of
  GatesReader(Reading reading, Path folder) {
    this.reading = reading;
    this.folder = folder;
  }

  /// @param usual what holds for soak and for the time of approvals where nothing is said
  Gates read(YamlView view, Gates usual) {
    var soak = view.parsed("soak", Durations::parse, usual.soak());
    var approvals = approvals(view);
    var ttl = view.parsed("approvalTtl", Durations::parse, usual.approvalTtl());
    var windows = new ArrayList<io.tagtrail.core.policy.Window>();
    for (var each : view.mappings("windows")) {
      windows.add(WindowReader.read(each, reading.expressions()));
    }
    var annotations = annotations(view.mapping("annotations"));
    var sources = view.oneOrMore("sources", text -> text);
    var signatures = new ArrayList<SignatureRule>();
    for (var each : view.mappings("signatures")) {
      signatures.add(signature(each));
    }
    var rules = new ArrayList<Expression>();
    for (var each : view.mappings("rules")) {
      rules.add(rule(each));
    }
    return view.checked(() ->
        new Gates(
            soak,
            approvals,
            ttl,
            windows,
            annotations,
            sources == null ? List.of() : sources,
            signatures,
            rules));
  }

  /// A number, or a list of rules.
  static List<ApprovalRule> approvals(YamlView view) {
    if (!view.isList("approvals")) {
      int count = view.number("approvals", 0);
      if (view.has("approvals") && count < 0) {
        throw view.error("approvals", "must be a number of people, or a list of {count, group}");
      }
      return count == 0
          ? List.of()
          : view.checked("approvals", () -> List.of(new ApprovalRule(count, null)));
    }
    var rules = new ArrayList<ApprovalRule>();
    for (var each : view.mappings("approvals")) {
      int count = each.number("count", 1);
      var group = each.text("group");
      each.done();
      var rule = each.checked(() -> new ApprovalRule(count, group));
      if (rules.stream().anyMatch(other -> java.util.Objects.equals(other.group(), group))) {
        throw each.error("is of a group that is there already: say a greater count");
      }
      rules.add(rule);
    }
    return rules;
  }

  private static Map<String, String> annotations(YamlView view) {
    var annotations = new LinkedHashMap<String, String>();
    for (var name : view.keys()) {
      var glob = view.text(name);
      if (glob != null) {
        annotations.put(name, glob);
      }
    }
    view.done();
    return annotations;
  }

  private SignatureRule signature(YamlView view) {
    var name = named(view);
    var keys = view.oneOrMore("keys", this::key);
    view.done();
    return view.checked(() -> new SignatureRule(name, keys == null ? List.of() : keys));
  }

  /// A public key, or the file that holds it. What the file holds is part of the policy.
  private String key(String text) {
    var pem = text.contains("-----BEGIN") ? text : reading.further(inside(text));
    if (!PEM.matcher(pem).matches()) {
      throw new InvalidValueException("not a public key in PEM (-----BEGIN PUBLIC KEY-----)");
    }
    return pem.strip() + "\n";
  }

  private Path inside(String text) {
    var path = folder.resolve(text).normalize();
    if (!path.startsWith(folder.normalize())) {
      throw new InvalidValueException(
          "the file of a key must be in the folder of the file that names it, or below: "
              + Text.clipped(text, 200));
    }
    return path;
  }

  private Expression rule(YamlView view) {
    var name = named(view);
    var cel = view.text("cel");
    var message = view.text("message");
    view.done();
    if (cel == null) {
      throw view.error("needs cel, an expression over event, bundle and history");
    }
    view.checked(
        "cel",
        () -> {
          reading.expressions().rule(cel);
          return cel;
        });
    return view.checked(() -> new Expression(name, cel, message));
  }

  private static String named(YamlView view) {
    var name = view.text("name");
    return required(view, name);
  }

  private static String required(YamlView view, @Nullable String name) {
    if (name == null) {
      throw view.error("needs a name: it is part of the name of the check");
    }
    return name;
  }
}
