package io.tagtrail.server.sentinel;

import io.tagtrail.core.event.Intent;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Restoring;
import io.tagtrail.core.promotion.Restoring.Restored;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers an outside move as the environment asks: recorded it is already, somebody is told, or
/// the governed bundle is brought back.
final class Responder {
  private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

  private final RestoreSwitch restoring;
  private final BooleanSupplier watched;
  private final SentinelListener listener;

  /// @param watched whether somebody watched all the time, as far as it is known
  Responder(RestoreSwitch restoring, BooleanSupplier watched, SentinelListener listener) {
    this.restoring = restoring;
    this.watched = watched;
    this.listener = listener;
  }

  /// What came of an answer.
  ///
  /// @param word one of a few fixed words, for metrics
  /// @param text for people; null where there is nothing to say
  /// @param again after how long it is to be tried again; null for never
  record Answer(String word, @Nullable String text, @Nullable Duration again) {}

  /// Answers that an alias is moved outside.
  ///
  /// @throws io.tagtrail.core.registry.RegistryException if the registry does not answer
  /// @throws io.tagtrail.core.ledger.LedgerException if the ledger does not answer
  Answer answer(Ground ground, Watched it) throws InterruptedException {
    var rules = ground.policy().rulesOrUsual(it.alias());
    return switch (rules.assurance().outside()) {
      case RECORD -> new Answer("recorded", null, null);
      case ALERT ->
          new Answer(
              it.recognised() ? "break-glass" : "alert",
              it.recognised()
                  ? "somebody went back by a keep-tag"
                  : "somebody moved the tag without Tagtrail: tagtrail get " + it.alias(),
              null);
      case RESTORE ->
          it.recognised()
              ? new Answer(
                  "break-glass", "somebody went back by a keep-tag, which nothing undoes", null)
              : rules.write() == Intent.Write.CALLER
                  ? new Answer(
                      "cannot",
                      "the pipeline writes there, so that nothing is brought back by itself: tagtrail rollback "
                          + it.alias(),
                      null)
                  : restore(ground, it);
    };
  }

  private Answer restore(Ground ground, Watched it) throws InterruptedException {
    var state = restoring.state();
    if (!state.on()) {
      return new Answer(
          "off",
          "it is not brought back, since that is switched off (%s): tagtrail sentinel resume --reason …"
              .formatted(state.why()),
          Duration.ofMinutes(1));
    }
    if (!watched.getAsBoolean()) {
      return new Answer(
          "unclear",
          "it is not brought back yet: it is being found out whether somebody watched all the time",
          Duration.ofSeconds(10));
    }
    var request = "sentinel-" + UUID.randomUUID();
    var restored =
        new Restoring(ground.ledger(), ground.registry(), ground.claims(), ground.path())
            .restore(it.alias(), request);
    return switch (restored) {
      case Restored.Nothing nothing -> new Answer("overtaken", null, Duration.ofSeconds(5));
      case Restored.BreakGlass glass ->
          new Answer("break-glass", "somebody went back by a keep-tag, which nothing undoes", null);
      case Restored.Before before ->
          new Answer(
              "before",
              "it was brought back from this bundle before (entry %d), and somebody insists: find out who writes to the tag, then tagtrail rollback %s"
                  .formatted(before.index(), it.alias()),
              null);
      case Restored.Foreign foreign ->
          new Answer(
              "foreign",
              "another ledger governs it: %s (marker %s)"
                  .formatted(foreign.origin(), it.location().marker()),
              Duration.ofMinutes(10));
      case Restored.Unclear unclear ->
          new Answer("unclear", "it is not brought back: " + unclear.why(), Duration.ofMinutes(1));
      case Restored.LedgerBehind behind -> behind(it, behind);
      case Restored.Asked asked -> asked(it.alias(), asked.outcome());
    };
  }

  /// Whoever may push can put such a tag, so it speaks for this alias alone: what the ledger itself
  /// shows switches everything off, and nothing else does.
  private static Answer behind(Watched it, Restored.LedgerBehind behind) {
    return new Answer(
        "ledger-behind",
        "it is not brought back: the registry keeps %s, and the ledger's newest is #%d: either the ledger lost entries, or the tag is somebody's own and is to be deleted"
            .formatted(
                new Location(it.location().repository(), behind.keepTag()), behind.lastSequence()),
        Duration.ofMinutes(10));
  }

  private static Answer asked(Alias alias, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Moved moved ->
          new Answer(
              "restored",
              "the governed bundle was brought back (entry %d)".formatted(moved.recorded().index()),
              null);
      case Outcome.Unchanged unchanged -> new Answer("overtaken", null, null);
      case Outcome.Stale stale -> new Answer("overtaken", null, Duration.ofSeconds(5));
      case Outcome.Refused refused ->
          new Answer(
              "refused",
              "it is not brought back: "
                  + refused.reasons().stream()
                      .map(check -> check.name() + ", " + check.detail())
                      .collect(Collectors.joining("; ")),
              Duration.ofMinutes(5));
      case Outcome.Unfinished unfinished ->
          new Answer("unfinished", "bringing it back is unfinished: " + unfinished.why(), null);
      default ->
          new Answer(
              "failed",
              "bringing %s back was answered with %s"
                  .formatted(alias, outcome.getClass().getSimpleName()),
              Duration.ofMinutes(5));
    };
  }

  /// Whether an environment is told of at all.
  static boolean tells(Ground ground, Alias alias) {
    return ground.policy().rulesOrUsual(alias).assurance().outside() != Assurance.Outside.RECORD;
  }

  /// Tells whoever reads the log; said once for each thing that is the case.
  void tell(Slot slot, Watched it, Answer answer) {
    var key = answer.word() + " " + it.version() + " " + answer.text();
    if (key.equals(slot.said)) {
      return;
    }
    slot.said = key;
    listener.answered(it.alias(), answer.word());
    if (answer.text() == null) {
      return;
    }
    LOG.atWarn()
        .addKeyValue("alias", it.alias().toString())
        .addKeyValue("location", it.location().toString())
        .addKeyValue("shows", it.observed() == null ? "nothing" : it.observed().toString())
        .addKeyValue("answer", answer.word())
        .log("moved outside: {}", answer.text());
  }
}
