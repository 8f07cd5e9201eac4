package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Marker;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.Source;
import io.tagtrail.server.Ask;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Sources;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.wire.ServerException;
import io.tagtrail.server.wire.UnauthenticatedException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Moves that the caller writes (`write: caller`): the ledger authorises, this puts the tags with
/// the job's own right to the registry, and the ledger reads back and records. Each tag is put at
/// most once; what nobody can tell afterwards is the ledger's to settle.
final class CallerWrites {
  private final Session session;
  private final Tagtrail tagtrail;
  private final Alias alias;
  private final boolean takesOver;

  CallerWrites(Session session, Tagtrail tagtrail, Alias alias) {
    this(session, tagtrail, alias, false);
  }

  /// @param takesOver whether the marker of another ledger is replaced
  CallerWrites(Session session, Tagtrail tagtrail, Alias alias, boolean takesOver) {
    this.takesOver = takesOver;
    this.session = session;
    this.tagtrail = tagtrail;
    this.alias = alias;
  }

  /// The source to ask for: as it is, but where the caller writes and the bundle is elsewhere, its
  /// digest after it was copied to the alias's location.
  String prepared(String source, boolean dryRun) {
    if (dryRun || !isWrittenByCaller()) {
      return source;
    }
    var status = tagtrail.state().status(alias, false);
    var location = location(status);
    if (location == null) {
      return source;
    }
    return switch (Sources.parse(source, false, alias, location)) {
      case Aim.Promote promote -> copied(promote.source(), source, location);
      case Aim.PromoteFrom from -> {
        var other = tagtrail.state().status(from.alias(), false).state();
        var there = other.location();
        var digest = other.governedDigest();
        if (there != null && digest != null && !there.repository().equals(location.repository())) {
          copied(new Source.InRegistry(Reference.of(there.repository(), digest)), source, location);
        }
        yield source;
      }
      case Aim.RollBack back -> source;
      case Aim.Adopt adopt -> source;
      case Aim.Relocate relocate -> source;
    };
  }

  private @Nullable Location location(Status status) {
    return tagtrail.configured(alias).orElse(status.state().location());
  }

  private boolean isWrittenByCaller() {
    try {
      return tagtrail.controls().rules(alias).write() == Intent.Write.CALLER;
    } catch (ForbiddenException e) {
      // Who may move and not read is told by the outcome what is left to do.
      return false;
    }
  }

  private String copied(Source source, String text, Location location) {
    if (source instanceof Source.InRegistry in
        && in.reference().repository().equals(location.repository())) {
      return text;
    }
    try (var own = session.backend().registry(session.globals())) {
      var registry = own.registry();
      var bundle =
          registry
              .resolve(source)
              .orElseThrow(
                  () -> failed(RegistryException.Kind.NOT_FOUND, "there is no bundle at " + text));
      session.lasting("copying the bundle to " + location.repository());
      registry.copy(source, bundle, location.repository(), session::progress);
      return "@" + bundle.digest();
    }
  }

  /// Carries out what was authorised; any other outcome stays as it is.
  Outcome carriedOut(Outcome outcome, Ask ask) throws InterruptedException {
    return outcome instanceof Outcome.Authorised authorised ? write(authorised, ask) : outcome;
  }

  private Outcome write(Outcome.Authorised move, Ask ask) throws InterruptedException {
    long began = System.nanoTime();
    session.reached(Step.AUTHORISED);
    try (var own = session.backend().registry(session.globals())) {
      var registry = own.registry();
      Outcome against;
      try {
        against = keep(registry, move, ask);
      } catch (RegistryException e) {
        // The alias's tag was not touched yet.
        return calledOff(move, ask, e);
      }
      if (against != null) {
        return against;
      }
      if (isLate(move, began)) {
        return calledOff(
            move,
            ask,
            failed(
                RegistryException.Kind.UNAVAILABLE,
                "the deadline of the write, %s, has passed on this machine's clock: the tag was not put"
                    .formatted(move.intent().deadline())));
      }
      try {
        session.lasting("putting " + move.intent().location());
        registry.put(move.intent().location(), move.manifest());
        session.reached(Step.WRITTEN);
      } catch (RegistryException e) {
        if (e.applied() == RegistryException.Applied.NO) {
          return calledOff(move, ask, e);
        }
        // Nobody can tell from here: the ledger reads it back, and says.
      }
    }
    session.lasting("confirming");
    return tagtrail.moves().confirm(alias, move.intent().index(), ask);
  }

  /// Calls off a move whose tag was not put, and says why: by the cause, unless the ledger found
  /// the move made all the same.
  private Outcome calledOff(Outcome.Authorised move, Ask ask, RegistryException cause)
      throws InterruptedException {
    var made = callOff(move, ask);
    if (made != null) {
      return made;
    }
    throw cause;
  }

  /// Whatever stands in the way of calling it off must not hide why it was to be: the move is
  /// unfinished then, which is said, and settled later.
  ///
  /// @return the outcome of a move that was made all the same; null where it was not
  private @Nullable Outcome callOff(Outcome.Authorised move, Ask ask) throws InterruptedException {
    try {
      return switch (tagtrail.moves().cancel(alias, move.intent().index(), ask)) {
        case Outcome.Moved moved -> moved;
        case Outcome.Replayed replayed -> replayed;
        case Outcome.Unfinished unfinished -> {
          leftOpen(move, unfinished.why());
          yield null;
        }
        default -> null;
      };
    } catch (RegistryException
        | LedgerException
        | ForbiddenException
        | UnauthenticatedException
        | ServerException e) {
      leftOpen(move, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void leftOpen(Outcome.Authorised move, String why) {
    session.say(page ->
        page.line(
            Style.YELLOW,
            "note: the move (#%d) could not be called off and is unfinished: %s; tagtrail settle"
                .formatted(move.intent().sequence(), why)));
  }

  /// Puts the keep-tag, and looks whether the tag still is what was compared.
  ///
  /// @return what stands against going on; null for nothing
  private @Nullable Outcome keep(Registry registry, Outcome.Authorised move, Ask ask)
      throws InterruptedException {
    var target = move.manifest().digest();
    var kept = digest(registry, move.keepTag());
    if (kept != null && !kept.equals(target)) {
      return calledOff(
          move,
          ask,
          failed(
              RegistryException.Kind.REJECTED,
              "the keep-tag %s is another bundle's already: nothing was written over it"
                  .formatted(move.keepTag())));
    }
    if (kept == null) {
      registry.put(move.keepTag(), move.manifest());
    }
    session.reached(Step.KEPT);
    mark(registry, move.intent().location());
    var head = digest(registry, move.intent().location());
    if (Objects.equals(head, move.previous())) {
      return null;
    }
    var made = callOff(move, ask);
    if (made != null) {
      return made;
    }
    return new Outcome.Stale(
        move.previous(),
        head,
        false,
        "the tag was moved by somebody else after the move was authorised");
  }

  /// Puts the marker that says which ledger governs the tag, where there is none. The move is
  /// authorised: what is wrong with a marker does not stop it.
  private void mark(Registry registry, Location location) {
    try {
      if (takesOver || registry.head(location.marker().reference()).isEmpty()) {
        registry.put(location.marker(), Marker.of(tagtrail.trail().head().origin()));
      }
    } catch (RegistryException | LedgerException | ForbiddenException | ServerException e) {
      session.say(page ->
          page.line(
              Style.YELLOW,
              "note: %s, which says which ledger governs the tag, could not be put: %s"
                  .formatted(location.marker(), e.getMessage())));
    }
  }

  /// By the wall clock, and by one that nobody sets: either may be wrong.
  private boolean isLate(Outcome.Authorised move, long began) {
    var intent = move.intent();
    var allowed = Duration.between(intent.authorised(), intent.deadline());
    return !session.now().isBefore(intent.deadline())
        || System.nanoTime() - began >= allowed.toNanos();
  }

  private static @Nullable Digest digest(Registry registry, Location location) {
    return registry.head(location.reference()).map(Descriptor::digest).orElse(null);
  }

  private static RegistryException failed(RegistryException.Kind kind, String message) {
    return new RegistryException(kind, RegistryException.Applied.NO, 0, message, null);
  }
}
