package io.tagtrail.cli;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.BrokenChainException;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.Checked;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.wire.ServerException;
import io.tagtrail.server.wire.UnauthenticatedException;

/// What a command ends with. The numbers are a contract with pipelines.
public enum ExitCode {
  OK(0, "ok; also where it was so already, or was done before and stands"),
  INTERNAL(1, "internal error: please report it"),
  USAGE(2, "usage, or input that means nothing"),
  REFUSED(3, "refused by policy, a stop, a safety check or a missing right; nothing moved"),
  CONFLICT(4, "conflict: stale or superseded; nothing moved"),
  NOT_FOUND(5, "not found"),
  UNAVAILABLE(6, "the registry or the ledger did not do what it was asked; nothing moved"),
  UNFINISHED(7, "an authorised move has no outcome yet: tagtrail settle"),
  MOVED_OUTSIDE(8, "a tag was moved without Tagtrail"),
  CORRUPT(9, "the ledger, or what it vouches for, does not verify"),
  UNAUTHENTICATED(10, "the server does not know who asks: tagtrail login, or a token"),
  UNPROVEN(11, "the maturity that is declared is more than what is proven (tagtrail doctor)"),
  NOT_CONVERGED(12, "moved, but not every cluster that was waited for runs it (--wait)");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }

  static ExitCode of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Moved moved -> OK;
      case Outcome.Unchanged unchanged -> OK;
      case Outcome.Replayed replayed -> OK;
      case Outcome.Planned planned -> OK;
      case Outcome.Authorised authorised -> OK;
      case Outcome.Cancelled cancelled -> OK;
      case Outcome.Superseded superseded -> CONFLICT;
      case Outcome.Stale stale -> stale.movedOutside() ? MOVED_OUTSIDE : CONFLICT;
      case Outcome.Refused refused -> REFUSED;
      case Outcome.Unfinished unfinished -> UNFINISHED;
    };
  }

  static ExitCode of(Checked.Result result) {
    return switch (result) {
      case Checked.Result.Agrees agrees -> OK;
      case Checked.Result.NotGoverned notGoverned -> OK;
      case Checked.Result.Settled settled ->
          settled.recorded().stream()
                  .anyMatch(entry -> entry.event().kind() == EventKind.OUTSIDE_MOVE)
              ? MOVED_OUTSIDE
              : OK;
      case Checked.Result.FoundOutside found -> MOVED_OUTSIDE;
      case Checked.Result.StillOutside still -> MOVED_OUTSIDE;
      case Checked.Result.Unfinished unfinished -> UNFINISHED;
      case Checked.Result.Away away -> UNAVAILABLE;
    };
  }

  static ExitCode of(Throwable failure) {
    return switch (failure) {
      case InvalidValueException e -> USAGE;
      case ConfigException e -> USAGE;
      case NotFoundException e -> NOT_FOUND;
      case RegistryException e ->
          e.kind() == RegistryException.Kind.NOT_FOUND ? NOT_FOUND : UNAVAILABLE;
      case LedgerException e ->
          switch (e.kind()) {
            case UNAVAILABLE -> UNAVAILABLE;
            case CORRUPT -> CORRUPT;
            case REFUSED -> REFUSED;
            case UNKNOWN_OUTCOME -> UNFINISHED;
          };
      case ForbiddenException e -> REFUSED;
      case UnauthenticatedException e -> UNAUTHENTICATED;
      case ServerException e ->
          e.mayHaveHappened() ? UNFINISHED : e.status() == 404 ? NOT_FOUND : UNAVAILABLE;
      case BrokenChainException e -> CORRUPT;
      case InterruptedException e -> UNFINISHED;
      default -> INTERNAL;
    };
  }

  /// The one that matters more, where several things were looked at.
  ExitCode worse(ExitCode other) {
    return rank() >= other.rank() ? this : other;
  }

  private int rank() {
    return switch (this) {
      case OK -> 0;
      case USAGE, REFUSED, CONFLICT, NOT_FOUND, UNAUTHENTICATED, UNPROVEN -> 1;
      case UNAVAILABLE, NOT_CONVERGED -> 2;
      case UNFINISHED -> 3;
      case MOVED_OUTSIDE -> 4;
      case CORRUPT -> 5;
      case INTERNAL -> 6;
    };
  }
}
