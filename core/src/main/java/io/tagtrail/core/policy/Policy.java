package io.tagtrail.core.policy;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The policy in force: the rules of every environment. Its digest names it in every decision; the
/// ledger holds which one is active, and a process with another one moves nothing forward.
///
/// @param stricter gates of single aliases, in the place of their environment's; whoever makes a
///   policy sees to it that they are stricter than those
public record Policy(Map<String, Rules> environments, Map<Alias, Gates> stricter) {
  public static final String MEDIA_TYPE = "application/vnd.tagtrail.policy.v1+json";

  public Policy {
    environments = Map.copyOf(environments);
    stricter = Map.copyOf(stricter);
    for (var alias : stricter.keySet()) {
      if (!environments.containsKey(alias.environment())) {
        throw new InvalidValueException(
            "%s has gates of its own, and %s is not an environment"
                .formatted(alias, alias.environment()));
      }
    }
    for (var rules : environments.values()) {
      for (var earlier : rules.after()) {
        if (!environments.containsKey(earlier)) {
          throw new InvalidValueException(
              "%s comes after %s, which is not an environment"
                  .formatted(rules.environment(), earlier));
        }
      }
    }
    refuseCycles(environments);
  }

  /// A policy in which all aliases of an environment have the same rules.
  public Policy(Map<String, Rules> environments) {
    this(environments, Map.of());
  }

  /// The same, with gates of single aliases.
  public Policy with(Map<Alias, Gates> gates) {
    return new Policy(environments, gates);
  }

  public static Policy of(Rules... rules) {
    return of(List.of(rules));
  }

  public static Policy of(List<Rules> rules) {
    var map = new TreeMap<String, Rules>();
    for (var each : rules) {
      if (map.put(each.environment(), each) != null) {
        throw new InvalidValueException("the environment is there twice: " + each.environment());
      }
    }
    return new Policy(map);
  }

  /// @throws InvalidValueException if the policy knows no such environment
  public Rules rules(String environment) {
    var rules = environments.get(environment);
    if (rules == null) {
      throw new InvalidValueException(
          "no such environment: %s (there are %s)"
              .formatted(environment, String.join(", ", new TreeSet<>(environments.keySet()))));
    }
    return rules;
  }

  /// The rules of an environment; the usual ones where the policy does not know it (any more): what
  /// was governed there is still looked at, settled and rolled back.
  public Rules rulesOrUsual(String environment) {
    var rules = environments.get(environment);
    return rules == null ? Rules.usual(environment) : rules;
  }

  /// The rules of an alias: those of its environment, with its own gates where it has some.
  ///
  /// @throws InvalidValueException if the policy knows no such environment
  public Rules rules(Alias alias) {
    return own(alias, rules(alias.environment()));
  }

  /// The rules of an alias; the usual ones where the policy does not know its environment (any
  /// more).
  public Rules rulesOrUsual(Alias alias) {
    return own(alias, rulesOrUsual(alias.environment()));
  }

  private Rules own(Alias alias, Rules rules) {
    var gates = stricter.get(alias);
    return gates == null ? rules : rules.with(gates);
  }

  /// The canonical text of it, which the ledger keeps.
  public Document document() {
    return new Document(
        MEDIA_TYPE,
        new ObjectBuilder()
            .put("v", 1L)
            .putList("environments", new TreeMap<>(environments).values(), Rules::toJson)
            .putList("stricter", new TreeMap<>(stricter).entrySet(), Policy::toJson)
            .build()
            .canonicalBytes());
  }

  /// Reads a policy back from its canonical text.
  ///
  /// @throws JsonException if the text is none
  public static Policy parse(Document document) {
    if (!MEDIA_TYPE.equals(document.mediaType())) {
      throw new JsonException("not a policy, but " + Text.clipped(document.mediaType(), 80));
    }
    var view = JsonReader.object(document.bytes());
    try {
      long version = view.needNumber("v");
      if (version != 1) {
        throw new JsonException(
            "the policy has version %d; this Tagtrail reads 1".formatted(version));
      }
      var policy =
          Policy.of(view.objects("environments", Rules::fromJson))
              .with(
                  view.objects("stricter", Policy::gates).stream()
                      .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
      view.done();
      return policy;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new JsonException("not a policy: " + e.getMessage(), e);
    }
  }

  private static Json toJson(Map.Entry<Alias, Gates> own) {
    return new ObjectBuilder()
        .putText("alias", own.getKey())
        .put("gates", own.getValue().toJson())
        .build();
  }

  private static Map.Entry<Alias, Gates> gates(ObjectView view) {
    var gates = view.nested("gates", Gates::fromJson);
    return Map.entry(view.needParsed("alias", Alias::parse), gates == null ? Gates.NONE : gates);
  }

  public Digest digest() {
    return document().digest();
  }

  private static void refuseCycles(Map<String, Rules> environments) {
    for (var start : new TreeSet<>(environments.keySet())) {
      var seen = new TreeSet<String>();
      var next = new TreeSet<>(after(environments, start));
      while (!next.isEmpty()) {
        if (next.contains(start)) {
          throw new InvalidValueException(start + " would come after itself, by way of others");
        }
        seen.addAll(next);
        var further = new TreeSet<String>();
        next.forEach(name -> further.addAll(after(environments, name)));
        further.removeAll(seen);
        next = further;
      }
    }
  }

  private static Set<String> after(Map<String, Rules> environments, String name) {
    var rules = environments.get(name);
    return rules == null ? Set.of() : Set.copyOf(rules.after());
  }
}
