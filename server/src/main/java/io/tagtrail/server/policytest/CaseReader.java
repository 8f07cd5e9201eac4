package io.tagtrail.server.policytest;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.config.Durations;
import io.tagtrail.server.config.YamlView;
import io.tagtrail.server.policytest.Case.Asker;
import io.tagtrail.server.policytest.Case.Given;
import io.tagtrail.server.policytest.Case.Past;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the table. docs/configuration.md says what it holds.
final class CaseReader {
  private static final String ISSUER = "https://issuer.example.com";

  private final Map<String, Map<String, String>> bundles = new LinkedHashMap<>();

  /// The annotations of each bundle that the table names.
  Map<String, Map<String, String>> bundles() {
    return bundles;
  }

  List<Case> read(String file, String text) {
    var top = YamlView.parse(file, text);
    if (top.number("version", 1) != 1) {
      throw top.error("version", "must be 1: this Tagtrail knows no other");
    }
    var named = top.mapping("bundles");
    for (var name : named.keys()) {
      var annotations = new LinkedHashMap<String, String>();
      var view = named.mapping(name);
      for (var key : view.keys()) {
        annotations.put(key, Objects.requireNonNull(view.text(key)));
      }
      view.done();
      bundles.put(name, annotations);
    }
    named.done();
    var items = top.mappings("cases");
    top.done();
    var cases = new ArrayList<Case>();
    for (var item : items) {
      cases.add(one(item));
    }
    if (cases.isEmpty()) {
      throw top.error("cases", "must hold at least one");
    }
    return cases;
  }

  private Case one(YamlView view) {
    var name = view.text("name");
    var alias = view.parsed("alias", Alias::parse);
    var time = view.parsed("time", CaseReader::time);
    var promote = view.parsed("promote", this::bundle);
    boolean computed = !view.isText("rollback") && view.flag("rollback", false);
    var back = computed ? null : view.parsed("rollback", this::bundle);
    var by = asker(view.mapping("by"));
    var pipeline = pipeline(view.mapping("pipeline"));
    var builder = view.text("builder");
    var release = view.text("release");
    var reason = view.text("reason");
    boolean allowOlder = view.flag("allowOlder", false);
    boolean pastAdmission = view.flag("pastAdmission", false);
    var overrides = view.oneOrMore("overrides", text -> text);
    var givenHistory = view.mappings("history");
    var givenApprovals = view.mappings("approvals");
    var holds = view.oneOrMore("holds", Alias::parse);
    var blocked = view.oneOrMore("blocked", this::bundle);
    var signed = view.oneOrMore("signed", text -> text);
    var refused = refused(view);
    view.done();
    if (name == null || alias == null || time == null) {
      throw view.error("needs name, alias and time");
    }
    if ((promote == null) == (back == null && !computed)) {
      throw view.error("needs either promote: BUNDLE, or rollback: BUNDLE (or true)");
    }
    var history = new ArrayList<Past>();
    givenHistory.forEach(each -> history.add(past(each, time)));
    var approvals = new ArrayList<Given>();
    givenApprovals.forEach(each -> approvals.add(given(each, time)));
    return new Case(
        name,
        view.place(),
        alias,
        time,
        promote == null,
        promote == null ? back : promote,
        by,
        pipeline,
        builder == null ? Facts.Builder.MISSING : new Facts.Builder(FactStatus.CLAIMED, builder),
        release,
        reason,
        allowOlder,
        pastAdmission,
        or(overrides),
        history,
        approvals,
        or(holds),
        or(blocked),
        Set.copyOf(or(signed)),
        refused);
  }

  private static <T> List<T> or(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  /// What is expected: the text `allowed`, or `{refused: [checks]}`.
  private static @Nullable Set<String> refused(YamlView view) {
    if (view.isMapping("expect")) {
      var expect = view.mapping("expect");
      var checks = expect.oneOrMore("refused", text -> text);
      expect.done();
      if (checks == null || checks.isEmpty()) {
        throw expect.error("refused", "must name the checks that fail");
      }
      return new LinkedHashSet<>(checks);
    }
    if (!"allowed".equals(view.text("expect"))) {
      throw view.error("expect", "must be allowed, or {refused: [checks]}");
    }
    return null;
  }

  private Past past(YamlView view, Instant time) {
    var alias = view.parsed("alias", Alias::parse);
    var bundle = view.parsed("bundle", this::bundle);
    var back = view.parsed("rollback", this::bundle);
    var at = at(view, time);
    var pipeline = pipeline(view.mapping("pipeline"));
    view.done();
    if (alias == null || (bundle == null) == (back == null)) {
      throw view.error("needs alias, and either bundle or rollback");
    }
    return new Past(
        alias, Objects.requireNonNull(bundle == null ? back : bundle), back != null, at, pipeline);
  }

  private static Given given(YamlView view, Instant time) {
    var by = asker(view.mapping("by"));
    var at = at(view, time);
    var requester = view.text("for");
    view.done();
    return new Given(by, at, requester);
  }

  /// `at`, a time; or `ago`, how long before the case's time.
  private static Instant at(YamlView view, Instant time) {
    var at = view.parsed("at", CaseReader::time);
    var ago = view.parsed("ago", Durations::parse);
    if ((at == null) == (ago == null)) {
      throw view.error("needs either at (a time) or ago (how long before the time of the case)");
    }
    var then = at == null ? time.minus(Objects.requireNonNull(ago)) : at;
    if (then.isAfter(time)) {
      throw view.error("at", "is after the time of the case");
    }
    return then;
  }

  private static Asker asker(YamlView view) {
    var person = view.text("person");
    var workload = view.text("workload");
    var issuer = view.text("issuer");
    boolean verified = view.flag("verified", true);
    boolean linked = view.flag("linked", person != null && verified);
    var groups = view.oneOrMore("groups", text -> text);
    view.done();
    if (person == null && workload == null) {
      return new Asker(Mover.MISSING, null, List.of(), false);
    }
    if (person != null && workload != null) {
      throw view.error("is either a person or a workload");
    }
    var status = verified ? FactStatus.VERIFIED : FactStatus.CLAIMED;
    var from = issuer == null ? ISSUER : issuer;
    var mover =
        view.checked(() ->
            workload == null
                ? new Mover(Mover.Kind.PERSON, status, from, null)
                : new Mover(Mover.Kind.WORKLOAD, status, from, workload));
    return new Asker(mover, person, or(groups), linked);
  }

  private static Facts.Pipeline pipeline(YamlView view) {
    if (view.keys().isEmpty()) {
      return Facts.Pipeline.MISSING;
    }
    boolean verified = view.flag("verified", true);
    var provider = view.text("provider");
    var name = view.text("name");
    var id = view.text("id");
    int attempt = view.number("attempt", -1);
    int number = view.number("number", -1);
    var url = view.text("url");
    view.done();
    return view.checked(() ->
        new Facts.Pipeline(
            verified ? FactStatus.VERIFIED : FactStatus.CLAIMED,
            provider,
            name,
            id,
            attempt < 0 ? null : (long) attempt,
            number < 0 ? null : (long) number,
            url));
  }

  private String bundle(String name) {
    if (!bundles.containsKey(name)) {
      throw new InvalidValueException(
          "no such bundle (bundles has %s)".formatted(String.join(", ", bundles.keySet())));
    }
    return name;
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidValueException("not a time, as in 2026-11-22T10:00:00Z", e);
    }
  }
}
