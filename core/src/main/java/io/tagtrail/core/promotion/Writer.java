package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Settlement;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.OpenIntent;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Rules.Timing;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The write of an authorised move: keep-tag, compare, one PUT, read back. It decides nothing and
/// records nothing; it says what is known about the tag when it returns.
final class Writer {
  private static final Duration FIRST_WAIT = Duration.ofMillis(20);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final String TOO_LATE = "the deadline of the write has passed";

  private final Ledger ledger;
  private final Registry registry;
  private final Time time;
  private final Step.Listener steps;
  private final Signer signer;
  private final Claims claims;

  Writer(
      Ledger ledger,
      Registry registry,
      Time time,
      Step.Listener steps,
      Signer signer,
      Claims claims) {
    this.ledger = ledger;
    this.registry = registry;
    this.time = time;
    this.steps = steps;
    this.signer = signer;
    this.claims = claims;
  }

  /// What is known when the write is over.
  sealed interface Written {
    /// The tag resolves to the target.
    ///
    /// @param sent whether our PUT did it, as far as is known
    /// @param notes what did not go as it should, and did not stop the move
    record ReadBack(Settlement.Sent sent, List<String> notes) implements Written {
      public ReadBack {
        notes = List.copyOf(notes);
      }
    }

    /// The PUT was not sent, or the registry itself refused it, and the tag does not show the
    /// target.
    record NotSent(String why, @Nullable RegistryException cause) implements Written {}

    /// Nobody knows yet.
    record Unknown(String why) implements Written {}
  }

  /// What is to be signed before the tag moves.
  ///
  /// @param goesOn whether the move goes on without a signature: rollback is never blocked by it
  record Signature(Entry authorisation, Assurance.Signing how, boolean goesOn) {}

  /// A move that may be written.
  ///
  /// @param previous what the tag must still resolve to before the PUT
  /// @param deadlineNanos the deadline by the clock that never jumps
  /// @param signature what is signed before the tag moves; null where nothing is
  /// @param oldUntil until when the registry may still answer with what was before the change
  ///   before this one
  /// @param claiming what becomes of the marker that says which ledger governs the tag
  record Job(
      Alias alias,
      OpenIntent intent,
      Manifest manifest,
      @Nullable Digest previous,
      Timing timing,
      long deadlineNanos,
      @Nullable Signature signature,
      Instant oldUntil,
      Claiming claiming) {
    Location location() {
      return intent.location();
    }
  }

  Written write(Job job) throws InterruptedException {
    var notes = new ArrayList<String>();
    try {
      var other = claim(job, notes);
      if (other.isPresent()) {
        return new Written.NotSent(other.get(), null);
      }
      // Kept before moved: once the PUT is out, some registries forget the bundle that is left,
      // others clean up later.
      registry.put(job.location().keep(job.intent().sequence()), job.manifest());
      steps.reached(Step.KEPT);
      var closed = sign(job, notes);
      if (closed.isPresent()) {
        return new Written.NotSent(closed.get(), null);
      }
      var head = digest(registry.head(job.location().reference()));
      if (!Objects.equals(head, job.previous())) {
        return new Written.NotSent("the tag was moved by somebody else in the meantime", null);
      }
      steps.reached(Step.COMPARED);
    } catch (RegistryException e) {
      return new Written.NotSent(String.valueOf(e.getMessage()), e);
    }
    if (job.manifest().digest().equals(job.previous())) {
      // An adoption, or a relocation to where the bundle is already: there is nothing to write.
      return new Written.ReadBack(Settlement.Sent.NO, notes);
    }
    var late = mayNotSend(job);
    if (late.isPresent()) {
      return new Written.NotSent(late.get(), null);
    }
    RegistryException problem = null;
    try {
      registry.put(job.location(), job.manifest());
      steps.reached(Step.WRITTEN);
    } catch (RegistryException e) {
      problem = e;
    }
    return readBack(job, problem, notes);
  }

  /// Before anything else is written: another ledger that comes now finds the tag governed. Of two
  /// that come at once, the one whose marker stays goes on.
  ///
  /// @return why the move is not made after all
  private Optional<String> claim(Job job, List<String> notes) {
    var claiming = job.claiming();
    if (!claiming.places()) {
      return Optional.empty();
    }
    // What was decided on is a while ago: a ledger that came meanwhile keeps what it claimed.
    if (!claiming.isTakeOver()) {
      var other = claimedMeanwhile(job);
      if (other.isPresent()) {
        return other;
      }
    }
    // Who stood still for long must not put its marker over that of a ledger which came meanwhile.
    if (!inTime(job)) {
      return Optional.of(TOO_LATE);
    }
    try {
      claims.place(job.location());
    } catch (RegistryException e) {
      // A registry that takes no index of nothing is governed without a marker.
      boolean cannot = e.kind() == RegistryException.Kind.REJECTED && !claiming.isTakeOver();
      if (claiming.must() && !cannot) {
        throw e;
      }
      notes.add(
          "%s, which says that this ledger governs the tag, could not be written: %s"
              .formatted(job.location().marker(), e.getMessage()));
      return Optional.empty();
    }
    boolean first = claiming.must() && !claiming.isTakeOver();
    return first ? claimedMeanwhile(job) : Optional.empty();
  }

  private Optional<String> claimedMeanwhile(Job job) {
    return claims.ask(job.location()) instanceof Claims.Holder.Other other
        ? Optional.of("the ledger %s claimed the tag at the same time".formatted(other.origin()))
        : Optional.empty();
  }

  /// Before the tag moves: Flux must never meet the bundle at this tag without its signature. Not
  /// after the move was closed, though: a signature cannot be taken back, and the bundle may be
  /// blocked by then.
  ///
  /// @return why the move is not made after all
  private Optional<String> sign(Job job, List<String> notes) {
    var signature = job.signature();
    if (signature == null) {
      return Optional.empty();
    }
    var late = mayNotSend(job);
    if (late.isPresent()) {
      return late;
    }
    try {
      signer.sign(signature.authorisation(), job.location(), job.manifest(), signature.how());
      steps.reached(Step.SIGNED);
    } catch (RegistryException e) {
      var why =
          "the bundle was not signed with the key %s: %s"
              .formatted(signature.how().key(), e.getMessage());
      if (!signature.goesOn()) {
        throw new RegistryException(e.kind(), e.applied(), e.status(), why, e);
      }
      notes.add(why);
    }
    return Optional.empty();
  }

  /// The last look before the PUT, and before the signature. By both clocks: a frozen process, or
  /// one whose wall clock was set back, finds out by one of them. And by the ledger: whoever closed
  /// the intent meanwhile was told that it would not be sent any more.
  private Optional<String> mayNotSend(Job job) {
    var open = ledger.alias(job.alias()).intent();
    boolean stillOpen = open != null && open.index() == job.intent().index();
    if (!stillOpen) {
      return Optional.of("somebody else closed this move in the meantime");
    }
    return inTime(job) ? Optional.empty() : Optional.of(TOO_LATE);
  }

  private boolean inTime(Job job) {
    return time.now().isBefore(job.intent().deadline()) && time.nanos() - job.deadlineNanos() < 0;
  }

  /// Reads with patience, because a registry may show a write late and because a failed answer says
  /// nothing.
  private Written readBack(Job job, @Nullable RegistryException problem, List<String> notes)
      throws InterruptedException {
    long until = time.nanos() + job.timing().patience().toNanos();
    var wait = FIRST_WAIT;
    String last = problem == null ? "" : String.valueOf(problem.getMessage());
    while (true) {
      try {
        // An old answer can show the target too, if it was there a moment ago. After a PUT that the
        // registry took, it
        // is no matter; after one of which nobody knows, it would be taken for a success.
        boolean mayBeOld = problem != null && time.now().isBefore(job.oldUntil());
        var head = digest(registry.head(job.location().reference()));
        if (job.manifest().digest().equals(head) && !mayBeOld) {
          return new Written.ReadBack(
              problem == null ? Settlement.Sent.YES : Settlement.Sent.UNKNOWN, notes);
        }
        boolean refused = problem != null && problem.applied() == RegistryException.Applied.NO;
        if (refused && Objects.equals(head, job.previous())) {
          return new Written.NotSent(last, problem);
        }
        if (problem == null) {
          last = "the registry took the write, and resolves to " + shown(head);
        }
      } catch (RegistryException e) {
        last = "the tag cannot be read back: " + e.getMessage();
      }
      if (time.nanos() - until >= 0) {
        return new Written.Unknown(last);
      }
      time.pause(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
  }

  /// Until when a registry may still serve what was there before the change that the chain ends
  /// with.
  static Instant oldUntil(AliasState state, Timing timing) {
    var observed = state.observed();
    return observed == null ? Instant.MIN : observed.since().plus(timing.settle());
  }

  private static String shown(@Nullable Digest head) {
    return head == null ? "nothing" : head.shortHex();
  }

  private static @Nullable Digest digest(Optional<Descriptor> head) {
    return head.map(Descriptor::digest).orElse(null);
  }
}
