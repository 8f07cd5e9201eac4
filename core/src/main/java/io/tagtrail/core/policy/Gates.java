package io.tagtrail.core.policy;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What an environment asks of forward moves besides order and required fields; all of it optional.
/// Its bounds keep a decision within [io.tagtrail.core.event.Decision#MAX_CHECKS].
///
/// @param soak how long a bundle has to have been live without a break in each environment before;
///   zero: no time
/// @param approvals who has to approve
/// @param approvalTtl how long an approval can be used
/// @param windows when moves go through
/// @param annotations annotations that the manifest must have, by name, with a glob of the value
/// @param sources globs of source repositories, of which one must match; empty: any
/// @param signatures who must have signed the bundle
/// @param rules what else must be true
public record Gates(
    Duration soak,
    List<ApprovalRule> approvals,
    Duration approvalTtl,
    List<Window> windows,
    Map<String, String> annotations,
    List<String> sources,
    List<SignatureRule> signatures,
    List<Expression> rules) {
  public static final Duration DEFAULT_TTL = Duration.ofHours(24);
  public static final int MAX_APPROVAL_RULES = 4;
  public static final int MAX_WINDOWS = 32;
  public static final int MAX_ANNOTATIONS = 32;
  public static final int MAX_SOURCES = 64;

  /// Signatures and rules together: each is a check of its own.
  public static final int MAX_NAMED = 24;

  public static final int GLOB_BYTES = 1024;
  // Before NONE, whose making looks at it.
  static final Duration LONGEST = Duration.ofDays(366);

  public static final Gates NONE =
      new Gates(
          Duration.ZERO,
          List.of(),
          DEFAULT_TTL,
          List.of(),
          Map.of(),
          List.of(),
          List.of(),
          List.of());

  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

  public Gates {
    approvals = List.copyOf(approvals);
    windows = List.copyOf(windows);
    annotations = Map.copyOf(annotations);
    sources = List.copyOf(sources);
    signatures = List.copyOf(signatures);
    rules = List.copyOf(rules);
    duration("soak", soak, true);
    duration("the time that an approval can be used", approvalTtl, false);
    atMost("rules of approvals", approvals, MAX_APPROVAL_RULES);
    atMost("approvals in all", needed(approvals), Event.MAX_APPROVALS);
    atMost("windows", windows, MAX_WINDOWS);
    atMost("annotations", annotations.size(), MAX_ANNOTATIONS);
    atMost("sources", sources, MAX_SOURCES);
    atMost("signatures and rules together", signatures.size() + rules.size(), MAX_NAMED);
    unique("window", windows, Window::name);
    unique("signature", signatures, SignatureRule::name);
    unique("rule", rules, Expression::name);
    sources.forEach(glob -> Text.bounded("a source", glob, GLOB_BYTES));
    annotations.forEach((name, glob) -> {
      Text.bounded("an annotation's name", name, GLOB_BYTES);
      Text.bounded("the value of the annotation " + name, glob, GLOB_BYTES);
    });
  }

  /// How many approvals a move needs in all.
  public int needed() {
    return needed(approvals);
  }

  private static int needed(List<ApprovalRule> approvals) {
    return approvals.stream().mapToInt(ApprovalRule::count).sum();
  }

  private static void duration(String what, Duration value, boolean mayBeZero) {
    if (value.isNegative() || (value.isZero() && !mayBeZero) || value.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "%s must be %s to %d days, not %s"
              .formatted(what, mayBeZero ? "0" : "more than 0", LONGEST.toDays(), value));
    }
  }

  private static void atMost(String what, List<?> list, int most) {
    atMost(what, list.size(), most);
  }

  private static void atMost(String what, int count, int most) {
    if (count > most) {
      throw new InvalidValueException(
          "an environment has at most %d %s, not %d".formatted(most, what, count));
    }
  }

  private static <T> void unique(String what, List<T> list, Function<T, String> name) {
    var seen = new HashSet<String>();
    for (var each : list) {
      if (!seen.add(name.apply(each))) {
        throw new InvalidValueException(
            "the %s %s is there twice".formatted(what, name.apply(each)));
      }
    }
  }

  /// A name that can be part of a check's name.
  static void name(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "the name of %s has 1 to 40 lower-case letters, digits and inner '-', not: %s"
              .formatted(what, Text.clipped(name, 60)));
    }
  }

  static int integer(ObjectView view, String name) {
    long value = view.needNumber(name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new JsonException(name + " is not a count: " + value);
    }
    return (int) value;
  }

  /// The form that a policy's digest is taken over; what is not asked is not there.
  public Json.Obj toJson() {
    var values = new ObjectBuilder();
    new TreeMap<>(annotations).forEach(values::put);
    return new ObjectBuilder()
        .putText("soak", soak.isZero() ? null : soak)
        .putList("approvals", approvals, ApprovalRule::toJson)
        .putText("approvalTtl", approvalTtl.equals(DEFAULT_TTL) ? null : approvalTtl)
        .putList("windows", windows, Window::toJson)
        .put("annotations", annotations.isEmpty() ? null : values.build())
        .putList("sources", sources, Json.Str::new)
        .putList("signatures", signatures, SignatureRule::toJson)
        .putList("rules", rules, Expression::toJson)
        .build();
  }

  public static Gates fromJson(ObjectView view) {
    var soak = view.parsed("soak", Duration::parse);
    var ttl = view.parsed("approvalTtl", Duration::parse);
    var annotations = view.nested("annotations", Gates::values);
    return new Gates(
        soak == null ? Duration.ZERO : soak,
        view.objects("approvals", ApprovalRule::fromJson),
        ttl == null ? DEFAULT_TTL : ttl,
        view.objects("windows", Window::fromJson),
        annotations == null ? Map.of() : annotations,
        view.texts("sources"),
        view.objects("signatures", SignatureRule::fromJson),
        view.objects("rules", Expression::fromJson));
  }

  private static SortedMap<String, String> values(ObjectView view) {
    var values = new TreeMap<String, String>();
    view.names().forEach(name -> values.put(name, view.needText(name)));
    return values;
  }
}
