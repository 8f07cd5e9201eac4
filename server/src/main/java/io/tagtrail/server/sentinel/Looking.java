package io.tagtrail.server.sentinel;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.promotion.Claims;
import io.tagtrail.core.promotion.Observer.Sighting;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One look at one tag, and what follows from it.
final class Looking {
  private static final Logger LOG = LoggerFactory.getLogger(Looking.class);

  /// Markers are looked at more rarely: before the path would ask for them itself.
  static final long MARKER_EVERY = Claims.USUAL.minusMinutes(2).toNanos();

  private static final Duration SOON = Duration.ofSeconds(2);

  private final LedgerView view;
  private final Agenda agenda;
  private final Responder responder;
  private final SentinelListener listener;
  private final Consumer<LedgerException> outage;
  private final Time time;
  private volatile @Nullable Decided decided;

  Looking(
      LedgerView view,
      Agenda agenda,
      Responder responder,
      SentinelListener listener,
      Consumer<LedgerException> outage,
      Time time) {
    this.view = view;
    this.agenda = agenda;
    this.responder = responder;
    this.listener = listener;
    this.outage = outage;
    this.time = time;
  }

  void look(Ground on, Slot slot) throws InterruptedException {
    @Nullable Duration again = null;
    try {
      var it = view.of(slot.alias);
      if (it.isPresent()) {
        again = look(on, slot, it.get());
      }
    } catch (RegistryException e) {
      agenda.failed(slot, e);
      slot.suspicious = false;
      said(slot, Look.Result.AWAY, String.valueOf(e.getMessage()));
    } catch (LedgerException e) {
      outage.accept(e);
      said(slot, Look.Result.LEDGER_AWAY, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      LOG.error("a look at {} failed", slot.alias, e);
      said(slot, Look.Result.AWAY, "it failed: " + e.getClass().getSimpleName());
    } finally {
      agenda.done(slot, again, on.config());
    }
  }

  /// @return when to look again; null: as usual
  private @Nullable Duration look(Ground on, Slot slot, Watched it) throws InterruptedException {
    if (it.unfinished()) {
      slot.suspicious = false;
      said(slot, Look.Result.UNFINISHED, null);
      return null;
    }
    var seen = on.registry().head(it.location().reference()).map(Descriptor::digest);
    agenda.answered(slot);
    if (it.agrees(seen)) {
      slot.suspicious = false;
      if (it.outside()) {
        return outside(on, slot, it);
      }
      slot.said = null;
      said(slot, Look.Result.AS_RECORDED, null);
      marker(on, slot, it);
      return null;
    }
    if (!slot.suspicious || !Objects.equals(slot.suspect, seen.orElse(null))) {
      slot.suspicious = true;
      slot.suspect = seen.orElse(null);
      said(slot, Look.Result.DIFFERS, "the tag shows " + shown(seen));
      var settle = on.policy().rulesOrUsual(it.alias()).timing().settle();
      return settle.compareTo(SOON) < 0 ? SOON : settle;
    }
    slot.suspicious = false;
    return record(on, slot, it, seen);
  }

  /// Twice the same, a settle time apart: the path decides what it is.
  private @Nullable Duration record(Ground on, Slot slot, Watched it, Optional<Digest> seen)
      throws InterruptedException {
    switch (on.path().look(it.alias(), "sentinel-" + UUID.randomUUID())) {
      case Sighting.MovedOutside moved -> {
        listener.answered(it.alias(), "found");
        LOG.atWarn()
            .addKeyValue("alias", it.alias().toString())
            .addKeyValue("location", it.location().toString())
            .addKeyValue("was", String.valueOf(it.observed()))
            .addKeyValue("shows", shown(seen))
            .addKeyValue("entry", moved.recorded().getFirst().index())
            .log("a tag was moved without Tagtrail");
        var now = Watched.of(on.ledger().alias(it.alias()));
        if (now.isPresent() && now.get().outside()) {
          return outside(on, slot, now.get());
        }
        said(slot, Look.Result.AS_RECORDED, null);
        return null;
      }
      case Sighting.AsRecorded seenAsRecorded -> {
        said(slot, Look.Result.AS_RECORDED, null);
        return null;
      }
      case Sighting.Overtaken overtaken -> {
        said(slot, Look.Result.DIFFERS, "the alias moves, or the registry's answers do not agree");
        return SOON;
      }
    }
  }

  private @Nullable Duration outside(Ground on, Slot slot, Watched it) throws InterruptedException {
    said(slot, Look.Result.MOVED_OUTSIDE, slot.look.detail());
    // What the environment asks for may change while the alias does not.
    var key = it.version() + " " + digest(on.policy());
    if (key.equals(slot.answered) && time.nanos() - slot.answerAfter < 0) {
      return null;
    }
    var answer = responder.answer(on, it);
    responder.tell(slot, it, answer);
    said(
        slot,
        answer.word().equals("restored") ? Look.Result.AS_RECORDED : Look.Result.MOVED_OUTSIDE,
        answer.text());
    slot.answered = key;
    var wait = answer.again() == null ? Duration.ofHours(24) : answer.again();
    slot.answerAfter = time.nanos() + wait.toNanos();
    return answer.again();
  }

  /// It is computed from the whole text, and the same for hours.
  private Digest digest(Policy policy) {
    var known = decided;
    if (known == null || !known.policy().equals(policy)) {
      known = new Decided(policy, policy.digest());
      decided = known;
    }
    return known.digest();
  }

  private record Decided(Policy policy, Digest digest) {}

  /// A usual promotion is not to ask for the marker; and a ledger that took the alias over is to be
  /// known before anybody moves it.
  private void marker(Ground on, Slot slot, Watched it) {
    if (time.nanos() - slot.markerDue < 0) {
      return;
    }
    slot.markerDue = time.nanos() + MARKER_EVERY;
    if (on.claims().ask(it.location()) instanceof Claims.Holder.Other other) {
      listener.answered(it.alias(), "foreign");
      LOG.atWarn()
          .addKeyValue("alias", it.alias().toString())
          .addKeyValue("ledger", other.origin())
          .log("another ledger took the alias over");
    }
  }

  private void said(Slot slot, Look.Result result, @Nullable String detail) {
    listener.looked(result);
    slot.look = new Look(slot.alias, time.now(), result, detail);
  }

  private static String shown(Optional<Digest> seen) {
    return seen.map(Digest::toString).orElse("nothing");
  }
}
