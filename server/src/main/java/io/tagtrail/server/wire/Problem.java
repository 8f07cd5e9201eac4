package io.tagtrail.server.wire;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.ledger.ActiveStop;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something about an alias that somebody has to know before anything else.
///
/// @param text one sentence
public record Problem(Kind kind, String text) {
  /// The kinds; the names are part of the JSON form.
  public enum Kind {
    REGISTRY_AWAY,
    CONFIGURED_ELSEWHERE,
    MOVED_OUTSIDE,
    CLUSTER,
    UNFINISHED,
    BLOCKED,
    APPROVAL_OWED,
    NOT_GOVERNED;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String words() {
      return label().replace('-', ' ');
    }
  }

  /// The problems of an alias, the one that changes the meaning of all others first.
  public static List<Problem> of(Status status) {
    var problems = new ArrayList<Problem>();
    var alias = status.state().alias();
    if (status.live() instanceof Live.Away away) {
      problems.add(
          new Problem(
              Kind.REGISTRY_AWAY,
              "the live check failed, so what follows is the ledger's word alone and nothing is"
                  + " known to be safe: "
                  + away.why()));
    }
    if (!status.state().isGoverned()) {
      problems.add(
          new Problem(Kind.NOT_GOVERNED, alias + " is not in the ledger yet: adopt or promote it"));
    }
    var outside = outside(status);
    if (outside != null) {
      problems.add(new Problem(Kind.MOVED_OUTSIDE, outside));
    }
    problems.addAll(ClusterProblems.of(status));
    var intent = status.state().intent();
    if (intent != null) {
      problems.add(
          new Problem(
              Kind.UNFINISHED,
              "%s #%d to %s was authorised %s and has no outcome yet (tagtrail settle %s)"
                  .formatted(
                      intent.kind().label(),
                      intent.sequence(),
                      Words.digest(intent.target().digest()),
                      Ages.both(intent.authorised(), status.asOf()),
                      alias)));
    }
    blockOf(status, status.state().governedDigest())
        .forEach(block ->
            problems.add(
                new Problem(
                    Kind.BLOCKED,
                    "the current bundle %s is blocked since %s"
                        .formatted(
                            Words.digest(block.bundle()),
                            Ages.both(block.since(), status.asOf())))));
    if (!status.state().owes().isEmpty()) {
      problems.add(
          new Problem(
              Kind.APPROVAL_OWED,
              "a rollback went past a missing approval (entry %s): forward moves wait until somebody else gives it (tagtrail approve %s --owed)"
                  .formatted(
                      String.join(
                          ", ", status.state().owes().stream().map(String::valueOf).toList()),
                      alias)));
    }
    return List.copyOf(problems);
  }

  /// The ledger and the configuration have the alias in two places: a rollback moves the tag that
  /// the ledger has, and no other move is made.
  public static Optional<Problem> elsewhere(Status status, @Nullable Location configured) {
    var location = status.state().location();
    return location == null || configured == null || location.equals(configured)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                Kind.CONFIGURED_ELSEWHERE,
                "the configuration says %s, the ledger %s; a rollback moves the ledger's, all else is refused until tagtrail adopt %s --relocate"
                    .formatted(configured, location, status.state().alias())));
  }

  /// Those that a board shows: an alias that nothing was moved to yet is no problem there.
  public static List<Problem> pressing(Status status) {
    return of(status).stream().filter(problem -> problem.kind() != Kind.NOT_GOVERNED).toList();
  }

  private static List<ActiveStop> blockOf(Status status, @Nullable Digest bundle) {
    return bundle == null
        ? List.of()
        : status.blocks().stream().filter(block -> bundle.equals(block.bundle())).toList();
  }

  private static @Nullable String outside(Status status) {
    var state = status.state();
    var governed = Words.digest(state.governedDigest());
    return switch (status.live()) {
      case Live.Differs differs -> {
        boolean known = Objects.equals(differs.actual(), state.observedDigest());
        yield "the tag is %s%s, governed is %s%s%s"
            .formatted(
                Words.digest(differs.actual()),
                known ? recorded(status) : "",
                governed,
                known
                    ? ""
                    : "; this is not on record yet (tagtrail check %s)".formatted(state.alias()),
                ClusterProblems.having(status, differs.actual()));
      }
      case Live.Agrees agrees when state.movedOutside() ->
          "it was %s, and shows the governed bundle again; this is not on record yet (tagtrail check %s)"
              .formatted(Words.digest(state.observedDigest()), state.alias());
      case Live.Agrees agrees -> null;
      case Live.Away away -> byLedger(status, governed);
      case Live.NotAsked notAsked -> byLedger(status, governed);
    };
  }

  private static @Nullable String byLedger(Status status, String governed) {
    var state = status.state();
    return state.movedOutside()
        ? "the tag was last seen as %s%s, governed is %s%s"
            .formatted(
                Words.digest(state.observedDigest()),
                recorded(status),
                governed,
                ClusterProblems.having(status, state.observedDigest()))
        : null;
  }

  private static String recorded(Status status) {
    var entry = status.outside();
    if (entry == null) {
      return "";
    }
    var change = entry.event().needChange();
    return " (#%d, seen %s%s)"
        .formatted(
            change.sequence(),
            Ages.both(entry.event().time(), status.asOf()),
            taken(change.note()));
  }

  private static String taken(Change.@Nullable Note note) {
    return switch (note) {
      case TAG_DELETED -> "; the tag was deleted";
      case LATE_OWN_WRITE -> "; most likely a write of our own that landed late";
      case RECOGNISED_BREAK_GLASS -> "; most likely somebody used a keep-tag";
      case CLAIMED_BEFORE_ADOPTION, SUPERSEDED, TAKEN_OVER -> "";
      case null -> "";
    };
  }
}
