package io.tagtrail.core.policy;

import io.tagtrail.core.event.Intent;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What holds for the aliases of one environment.
///
/// @param after the environments in which a bundle must have been live before it comes here
/// @param required the fields without which a promotion is refused
/// @param window how long after it was last live a bundle can be rolled back to
/// @param keep how many bundles, counted back from the current one, can be rolled back to
/// @param timing how long an authorised write may take, and how long a registry takes to settle
/// @param attach whether the event is attached to the bundle as a referrer
/// @param write who writes to the registry; where the caller does, nothing of Tagtrail's does, and
///   nothing is attached
/// @param gates what else is asked of forward moves
/// @param assurance what is asked besides, so that a move holds
public record Rules(
    String environment,
    List<String> after,
    Set<RequiredField> required,
    Duration window,
    int keep,
    Timing timing,
    boolean attach,
    Intent.Write write,
    Gates gates,
    Assurance assurance) {
  public static final Duration DEFAULT_WINDOW = Duration.ofDays(90);
  public static final int DEFAULT_KEEP = 10;

  /// The times of a governed write.
  ///
  /// @param deadline from the authorisation on: the PUT is not sent later than this
  /// @param settle what a registry may take until its answers show a write that it took: settling
  ///   waits for it
  /// @param patience how long a write is read back before its outcome is called unknown
  /// @param supersede how long a rollback waits for an unfinished move before it goes ahead
  /// @param horizon an intent older than this is no longer taken for the author of what the tag
  ///   shows
  /// @param skew how far the clock may be behind the ledger's newest entry before moves are refused
  public record Timing(
      Duration deadline,
      Duration settle,
      Duration patience,
      Duration supersede,
      Duration horizon,
      Duration skew) {
    public static final Timing USUAL =
        new Timing(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(4),
            Duration.ofHours(24),
            Duration.ofSeconds(30));

    public Timing {
      for (var each : List.of(deadline, settle, patience, supersede, horizon, skew)) {
        if (each.isNegative() || each.compareTo(Duration.ofDays(30)) > 0) {
          throw new InvalidValueException("a time of the write must be 0 to 30 days, not " + each);
        }
      }
      if (supersede.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new InvalidValueException(
            "a rollback waits a minute at most for an unfinished move, not " + supersede);
      }
      if (deadline.isZero()) {
        throw new InvalidValueException("the deadline of a write cannot be zero");
      }
    }
  }

  public Rules {
    Alias.environment(environment);
    after = List.copyOf(after);
    after.forEach(Alias::environment);
    required = Set.copyOf(required);
    if (after.contains(environment)) {
      throw new InvalidValueException(environment + " cannot come after itself");
    }
    if (window.isNegative() || window.isZero()) {
      throw new InvalidValueException(
          "the rollback window of " + environment + " must be positive");
    }
    if (keep < 1 || keep > 1000) {
      throw new InvalidValueException("keep of " + environment + " must be 1 to 1000");
    }
    if (write == Intent.Write.CALLER && !assurance.signing().isEmpty()) {
      throw new InvalidValueException(
          "%s is written by the caller, and so cannot be signed by Tagtrail: sign: needs write: {by: server}"
              .formatted(environment));
    }
    if (!gates.soak().isZero() && after.isEmpty()) {
      throw new InvalidValueException(
          "a bundle soaks in the environments before %s, and none is".formatted(environment));
    }
  }

  /// Rules of an environment that Tagtrail itself writes to, and that has no gates.
  public Rules(
      String environment,
      List<String> after,
      Set<RequiredField> required,
      Duration window,
      int keep,
      Timing timing,
      boolean attach) {
    this(
        environment,
        after,
        required,
        window,
        keep,
        timing,
        attach,
        Intent.Write.SERVER,
        Gates.NONE,
        Assurance.USUAL);
  }

  /// The rules of an environment that says nothing about itself.
  public static Rules usual(String environment) {
    return new Rules(
        environment,
        List.of(),
        environment.equals("dev") ? Set.of() : RequiredField.usual(),
        DEFAULT_WINDOW,
        DEFAULT_KEEP,
        Timing.USUAL,
        true);
  }

  public Rules after(String... environments) {
    return new Rules(
        environment,
        List.of(environments),
        required,
        window,
        keep,
        timing,
        attach,
        write,
        gates,
        assurance);
  }

  public Rules with(Timing newTiming) {
    return new Rules(
        environment, after, required, window, keep, newTiming, attach, write, gates, assurance);
  }

  public Rules requiring(Set<RequiredField> fields) {
    return new Rules(
        environment, after, fields, window, keep, timing, attach, write, gates, assurance);
  }

  public Rules with(Gates newGates) {
    return new Rules(
        environment, after, required, window, keep, timing, attach, write, newGates, assurance);
  }

  public Rules written(Intent.Write by) {
    return new Rules(
        environment, after, required, window, keep, timing, attach, by, gates, assurance);
  }

  public Rules with(Assurance newAssurance) {
    return new Rules(
        environment, after, required, window, keep, timing, attach, write, gates, newAssurance);
  }

  /// Whether the event is attached to the bundle by Tagtrail.
  public boolean attaches() {
    return attach && write == Intent.Write.SERVER;
  }

  /// The form that a policy's digest is taken over.
  public Json toJson() {
    return new ObjectBuilder()
        .put("environment", environment)
        .putList("after", after, Json.Str::new)
        .putList(
            "required",
            new TreeSet<>(required.stream().map(RequiredField::label).toList()),
            Json.Str::new)
        .putText("window", window)
        .put("keep", keep)
        .putText("deadline", timing.deadline())
        .putText("settle", timing.settle())
        .putText("patience", timing.patience())
        .putText("supersede", timing.supersede())
        .putText("horizon", timing.horizon())
        .putText("skew", timing.skew())
        .put("attach", attach)
        .put("write", write == Intent.Write.SERVER ? null : write.label())
        .put("gates", gates.equals(Gates.NONE) ? null : gates.toJson())
        .put("assurance", assurance.equals(Assurance.USUAL) ? null : assurance.toJson())
        .build();
  }

  public static Rules fromJson(ObjectView view) {
    var write = view.parsed("write", Intent.Write::parse);
    var gates = view.nested("gates", Gates::fromJson);
    var assurance = view.nested("assurance", Assurance::fromJson);
    return new Rules(
        view.needText("environment"),
        view.texts("after"),
        Set.copyOf(view.texts("required").stream().map(RequiredField::parse).toList()),
        view.needParsed("window", Duration::parse),
        Gates.integer(view, "keep"),
        new Timing(
            view.needParsed("deadline", Duration::parse),
            view.needParsed("settle", Duration::parse),
            view.needParsed("patience", Duration::parse),
            view.needParsed("supersede", Duration::parse),
            view.needParsed("horizon", Duration::parse),
            view.needParsed("skew", Duration::parse)),
        view.flag("attach"),
        write == null ? Intent.Write.SERVER : write,
        gates == null ? Gates.NONE : gates,
        assurance == null ? Assurance.USUAL : assurance);
  }
}
