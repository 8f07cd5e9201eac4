package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.ApplicationState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.PolicyState;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Stream;
import io.tagtrail.core.policy.Tenures;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What must hold of the whole log and of the registries, when everything came to rest.
final class LogRules {
  private final World world;

  LogRules(World world) {
    this.world = world;
  }

  void check() {
    world.ledger.check();
    for (var entry : world.invariants.moved()) {
      must(
          world.ledger.entry(entry.index()).filter(entry::equals).isPresent(),
          "entry %d was acknowledged and is lost".formatted(entry.index()));
    }
    var states = new HashMap<Stream, StreamState>();
    var approvals = new ApprovalRules(world);
    var sentinel = new SentinelRules(world);
    for (var entry : world.ledger.all()) {
      var stream = entry.event().stream();
      switch (entry.event().kind()) {
        case AUTHORISATION -> {
          authorisation(entry, states);
          approvals.authorisation(
              entry, (AliasState) states.getOrDefault(stream, StreamState.empty(stream)));
          notAgain(entry);
        }
        case ADOPTION, PROMOTION, ROLLBACK, RELOCATION -> noPhantom(entry);
        default -> {}
      }
      if (stream.alias() != null) {
        sentinel.entry(entry, (AliasState) states.getOrDefault(stream, StreamState.empty(stream)));
      }
      states.put(stream, states.getOrDefault(stream, StreamState.empty(stream)).apply(entry));
    }
    signatures();
    for (var alias : world.ledger.aliases()) {
      atRest(world.ledger.alias(alias));
      sequences(alias);
      tenures(alias);
    }
  }

  /// A signature is there only for what had been authorised when it was made.
  private void signatures() {
    for (var signed : world.model.signatures()) {
      must(
          world.ledger.all().stream()
              .filter(entry -> entry.event().kind() == EventKind.AUTHORISATION)
              .filter(entry -> entry.event().alias().equals(signed.alias()))
              .filter(entry -> signed.digest().equals(entry.event().needChange().digest()))
              .anyMatch(entry -> world.tickOf(entry.index()) <= signed.tick()),
          "%s was signed for %s before it was authorised"
              .formatted(Sample.name(signed.digest()), signed.alias()));
    }
  }

  /// What the newest changes tell of an alias's tenures is what all of them tell, as far as it
  /// goes.
  private void tenures(Alias alias) {
    var all = Tenures.of(world.ledger, alias).all();
    int changes = world.ledger.changes(alias, Long.MAX_VALUE, 10_000).size();
    for (int newest = 1; newest <= changes + 1; newest++) {
      var recent = Tenures.recent(world.ledger, alias, newest).all();
      must(
          recent.size() <= all.size() && recent.equals(all.subList(0, recent.size())),
          "the newest %d changes of %s tell of other tenures than all of them"
              .formatted(newest, alias));
    }
  }

  /// What stopped a move when it was decided must not have been overlooked when it was authorised.
  private void authorisation(Entry entry, Map<Stream, StreamState> states) {
    var event = entry.event();
    var alias = (AliasState) states.getOrDefault(event.stream(), StreamState.empty(event.stream()));
    var app = Stream.application(event.alias().application());
    var application = (ApplicationState) states.getOrDefault(app, StreamState.empty(app));
    var policy = (PolicyState) states.getOrDefault(Stream.LEDGER, PolicyState.EMPTY);
    var kind = Objects.requireNonNull(event.intent()).kind();
    // Who takes an alias over and leaves its bundle moves nothing forward.
    boolean stays =
        Objects.equals(alias.governedDigest(), event.needChange().digest())
            && event.needChange().note() == Change.Note.TAKEN_OVER;
    boolean forward =
        kind == EventKind.PROMOTION || (kind == EventKind.ADOPTION && alias.isGoverned() && !stays);
    for (var hold : alias.holds()) {
      boolean stops = hold.scope() == Stop.Scope.ALL || forward;
      must(
          !stops || hold.until() != null,
          "entry %d authorises against the hold of entry %d"
              .formatted(entry.index(), hold.index()));
    }
    var target = Objects.requireNonNull(event.needChange().digest());
    must(
        application.block(target).isEmpty(),
        "entry %d authorises a blocked bundle".formatted(entry.index()));
    must(
        !forward || Objects.requireNonNull(event.decision()).policy().equals(policy.active()),
        "entry %d was decided by a policy that is not the active one".formatted(entry.index()));
  }

  /// Who was overtaken does not try the same once more behind the back of whoever overtook it: a
  /// rollback that went past an unfinished promotion must not be followed by that promotion.
  private void notAgain(Entry entry) {
    var earlier =
        world.ledger.history(entry.event().stream(), entry.index(), 10_000).stream()
            .filter(each ->
                each.event().kind() == EventKind.AUTHORISATION
                    && each.event().request().equals(entry.event().request()))
            .toList();
    for (var first : earlier) {
      var closed =
          world.ledger.entries(first.index(), 10_000).stream()
              .filter(each ->
                  each.event().settlement() != null
                      && each.event().settlement().intent() == first.index())
              .findFirst();
      must(
          closed.isPresent() && closed.get().event().request().equals(entry.event().request()),
          "entry %d authorises what entry %d did, which somebody else closed"
              .formatted(entry.index(), first.index()));
    }
  }

  /// A move is on record only if it was authorised, and the tag then was what the record says.
  private void noPhantom(Entry entry) {
    var event = entry.event();
    var settlement = Objects.requireNonNull(event.settlement(), "the path always authorises first");
    var authorised = world.ledger.entry(settlement.intent()).orElseThrow();
    var change = event.needChange();
    must(
        authorised.index() < entry.index()
            && authorised.event().kind() == EventKind.AUTHORISATION
            && Objects.equals(authorised.event().needChange().bundle(), change.bundle()),
        "entry %d was never authorised".formatted(entry.index()));
    var digest = Objects.requireNonNull(change.digest());
    int from = world.tickOf(authorised.index());
    int to = world.tickOf(entry.index());
    must(
        world.model.had(change.location(), digest, from, to)
            || world.invariants.misled(change.location(), digest, from, to),
        "entry %d is a phantom: %s never was %s since it was authorised"
            .formatted(entry.index(), change.location(), Sample.name(change.digest())));
    var keepTag = change.location().keep(change.sequence());
    must(
        Objects.equals(world.model.tag(keepTag), change.digest())
            || world.invariants.isContested(keepTag),
        "entry %d is on record, and its bundle is not kept as #%d"
            .formatted(entry.index(), change.sequence()));
  }

  private void atRest(AliasState state) {
    must(state.intent() == null, state.alias() + " still has an unfinished move");
    var location = state.location();
    if (location != null) {
      var shown = world.model.tag(location);
      must(
          Objects.equals(state.observedDigest(), shown),
          "%s is %s by the ledger and %s at the registry"
              .formatted(state.alias(), Sample.name(state.observedDigest()), Sample.name(shown)));
    }
  }

  /// Every sequence up to the last is there once: as a change, or as an abandoned move.
  private void sequences(Alias alias) {
    Set<Long> seen = new HashSet<>();
    Set<Long> given = new HashSet<>();
    long highest = 0;
    for (var entry : world.ledger.history(alias.stream(), Long.MAX_VALUE, 10_000).reversed()) {
      var kind = entry.event().kind();
      if (kind == EventKind.AUTHORISATION) {
        long next = entry.event().needChange().sequence();
        if (entry.event().needChange().note() == Change.Note.TAKEN_OVER) {
          // Those between are another ledger's.
          for (long other = highest + 1; other < next; other++) {
            seen.add(other);
          }
        }
        highest = Math.max(highest, next);
        must(
            given.add(entry.event().needChange().sequence()),
            "#%d of %s was given twice".formatted(entry.event().needChange().sequence(), alias));
      } else if (kind.changesState() || kind == EventKind.ABANDONED) {
        highest = Math.max(highest, entry.event().needChange().sequence());
        must(
            seen.add(entry.event().needChange().sequence()),
            "#%d of %s is there twice".formatted(entry.event().needChange().sequence(), alias));
      }
    }
    long last = world.ledger.alias(alias).lastSequence();
    must(
        seen.size() == last && seen.stream().allMatch(each -> each >= 1 && each <= last),
        "of %d sequences of %s these are there: %s".formatted(last, alias, seen));
  }

  private void must(boolean holds, String otherwise) {
    if (!holds) {
      throw world.violated(otherwise);
    }
  }
}
