package io.tagtrail.server;

import io.tagtrail.core.history.Questions;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.promotion.Claims;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.readiness.Rehearsal;
import io.tagtrail.server.sentinel.Ground;
import io.tagtrail.server.sentinel.SentinelDesk;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tagtrail over a ledger and registries that this process reaches itself.
public final class LocalTagtrail implements Tagtrail {
  private final Claims claims;
  private final LocalParts parts;
  private final Moves moves;
  private final Controls controls;
  private final Trail trail;
  private final State state;
  private final LocalSafety safety;
  private final LocalUpkeep upkeep;

  /// Over a ledger and registries, without what a policy of gates needs.
  public LocalTagtrail(
      Config config,
      Ledger ledger,
      Registry registry,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this(config, ledger, registry, Evaluators.NONE, time, steps, progress);
  }

  /// Over a ledger and registries, with nothing around the path.
  public LocalTagtrail(
      Config config,
      Ledger ledger,
      Registry registry,
      Evaluators evaluators,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this(config, ledger, registry, evaluators, Arounds.NOTHING, time, steps, progress);
  }

  public LocalTagtrail(
      Config config,
      Ledger ledger,
      Registry registry,
      Evaluators evaluators,
      Arounds arounds,
      Time time,
      Step.Listener steps,
      Progress progress) {
    this.claims = new Claims(ledger, registry, time, Claims.USUAL);
    var path =
        new GovernedPath(
            ledger,
            registry,
            config.policy(),
            evaluators,
            arounds.around(),
            claims,
            time,
            steps,
            progress);
    var questions =
        new Questions(
            ledger,
            registry,
            config.policy(),
            evaluators,
            arounds.around().examiner(),
            arounds.clusters());
    this.parts = new LocalParts(config, ledger, registry, path, questions, time);
    this.moves = new LocalMoves(parts);
    this.controls = new LocalControls(parts);
    this.trail = new LocalTrail(parts);
    this.state = new LocalState(parts, arounds.insides());
    this.safety = new LocalSafety(parts, moves, arounds);
    var delivery = new Delivery(ledger, time, steps, arounds.carriers(ledger, registry));
    this.upkeep = new LocalUpkeep(parts, delivery, arounds.clusters());
  }

  /// From now on it is asked there about the sentinel.
  public LocalTagtrail with(SentinelDesk at) {
    upkeep.with(at);
    return this;
  }

  /// What a sentinel stands on.
  public Ground ground() {
    return new Ground(
        parts.config().around().sentinel(),
        parts.config().policy(),
        parts.ledger(),
        parts.registry(),
        claims,
        parts.path());
  }

  /// What looks at targets, for whoever does it by the clock.
  public Rehearsal rehearsal() {
    return safety.rehearsal();
  }

  /// What is known of targets, for the doctor and for metrics.
  public ReadinessSupplement kept() {
    return safety.kept();
  }

  @Override
  public Alias alias(String text) {
    if (text.matches("[a-z0-9-]+/[a-z0-9-]+")) {
      return Alias.parse(text);
    }
    // Most of what is typed wrongly is an alias with a typo: only what has the marks of a location
    // is read as one.
    if (!text.startsWith("oci://") && (text.indexOf(':') < 0 || text.indexOf('/') < 0)) {
      return Alias.parse(text);
    }
    var location = Location.parse(text);
    return parts
        .config()
        .at(location)
        .or(() ->
            parts.ledger().aliases().stream()
                .filter(alias -> location.equals(parts.ledger().alias(alias).location()))
                .findFirst())
        .orElseThrow(() ->
            new InvalidValueException(
                "no alias has its tag at %s (tagtrail list)".formatted(location)));
  }

  @Override
  public Optional<Location> configured(Alias alias) {
    return Optional.ofNullable(parts.config().locations().get(alias));
  }

  @Override
  public List<Permission> canI(@Nullable Alias alias) {
    var on = alias == null ? "everything" : alias.toString();
    return Arrays.stream(Right.values()).map(right -> permission(right, on)).toList();
  }

  /// Whoever reaches the ledger itself may do everything that nobody else has to vouch for.
  private static Permission permission(Right right, String on) {
    return switch (right) {
      case APPROVE ->
          new Permission(
              right.label(), on, false, "counts only of whom a token proves: ask a server");
      case OVERRIDE -> new Permission(right.label(), on, false, "needs an approval: ask a server");
      default -> new Permission(right.label(), on, true, "local ledger");
    };
  }

  @Override
  public Who whoAmI() {
    return new Who("local", System.getProperty("user.name", "unknown"), null, List.of(), null);
  }

  @Override
  public Moves moves() {
    return moves;
  }

  @Override
  public Controls controls() {
    return controls;
  }

  @Override
  public Trail trail() {
    return trail;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public Safety safety() {
    return safety;
  }

  @Override
  public Upkeep upkeep() {
    return upkeep;
  }

  @Override
  public void close() {
    parts.ledger().close();
  }
}
