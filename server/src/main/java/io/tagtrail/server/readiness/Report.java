package io.tagtrail.server.readiness;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Alias;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How many aliases can go back, and why the others cannot.
///
/// @param rehearsed when the last rehearsal of all aliases ended; null where there was none
/// @param aliases what the last look at each showed, by name
/// @param missing governed aliases that nobody has looked at yet
public record Report(@Nullable Instant rehearsed, List<Looked> aliases, List<Alias> missing) {
  public Report {
    aliases =
        aliases.stream()
            .sorted(Comparator.comparing((Looked each) -> each.alias().toString()))
            .toList();
    missing = List.copyOf(missing);
  }

  /// The same of some aliases only.
  public Report only(Predicate<Alias> which) {
    return new Report(
        rehearsed,
        aliases.stream().filter(each -> which.test(each.alias())).toList(),
        missing.stream().filter(which).toList());
  }

  public long count(Answer answer) {
    return aliases.stream().filter(each -> each.answer() == answer).count();
  }

  /// Those of each environment, in order of name.
  public Map<String, List<Looked>> environments() {
    var all = new LinkedHashMap<String, List<Looked>>();
    aliases.stream()
        .sorted(Comparator.comparing(each -> each.alias().environment()))
        .forEach(each ->
            all.computeIfAbsent(each.alias().environment(), name -> new ArrayList<>()).add(each));
    return all;
  }

  /// One sentence about the aliases of an environment: `91 of 94 prod aliases can go back; 3
  /// cannot`.
  public static String sentence(String environment, List<Looked> aliases) {
    long can = aliases.stream().filter(each -> each.answer() == Answer.CAN).count();
    var parts = new ArrayList<String>();
    parts.add(
        "%d of %d %s %s can go back"
            .formatted(
                can, aliases.size(), environment, aliases.size() == 1 ? "alias" : "aliases"));
    add(parts, aliases, Answer.CANNOT, "cannot");
    add(parts, aliases, Answer.UNKNOWN, "could not be found out about");
    add(parts, aliases, Answer.FIRST, "had one bundle only so far");
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, List<Looked> aliases, Answer answer, String words) {
    long count = aliases.stream().filter(each -> each.answer() == answer).count();
    if (count > 0) {
      parts.add(count + " " + words);
    }
  }

  public Json.Obj toJson() {
    return new ObjectBuilder()
        .put("rehearsed", rehearsed)
        .put(
            "environments",
            new Json.Arr(
                environments().entrySet().stream()
                    .<Json>map(each -> summary(each.getKey(), each.getValue()))
                    .toList()))
        .put(
            "missing",
            new Json.Arr(
                missing.stream().<Json>map(each -> new Json.Str(each.toString())).toList()))
        .put("aliases", new Json.Arr(aliases.stream().<Json>map(Looked::toJson).toList()))
        .build();
  }

  private static Json.Obj summary(String environment, List<Looked> aliases) {
    var summary =
        new ObjectBuilder()
            .put("environment", environment)
            .put("sentence", sentence(environment, aliases));
    for (var answer : Answer.values()) {
      summary.put(answer.label(), aliases.stream().filter(each -> each.answer() == answer).count());
    }
    return summary.build();
  }

  public static Report fromJson(ObjectView view) {
    return new Report(
        view.time("rehearsed"),
        Lenient.objects(view, "aliases", Looked::fromJson),
        view.texts("missing").stream().map(Alias::parse).toList());
  }
}
