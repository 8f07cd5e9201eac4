package io.tagtrail.server.http;

import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.BrokenChainException;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.http.exchange.Problem;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a failure means to whoever asked.
final class Failures {
  private static final Duration SOON = Duration.ofSeconds(5);

  private Failures() {}

  /// The problem; null where it is a malfunction of the server, of which nobody outside learns more
  /// than that.
  static @Nullable Problem problem(Throwable failure) {
    return switch (failure) {
      case ProblemException e -> e.problem();
      case InvalidValueException e -> Problem.of(ProblemType.INVALID, message(e));
      case ForbiddenException e ->
          Problem.of(ProblemType.FORBIDDEN, message(e))
              .with(new ObjectBuilder().put("right", e.right()).put("on", e.on()).build());
      case RegistryException e -> registry(e);
      case LedgerException e -> ledger(e);
      case BrokenChainException e -> Problem.of(ProblemType.LEDGER_CORRUPT, message(e));
      case InterruptedException _ ->
          Problem.of(
                  ProblemType.STOPPING,
                  "the server stopped before the work was done; a move that was under way is"
                      + " unfinished and will be settled: look at the alias's status")
              .retryAfter(SOON);
      default -> null;
    };
  }

  private static Problem registry(RegistryException e) {
    return of(e)
        .with(
            new ObjectBuilder()
                .put("applied", e.applied().name().toLowerCase(Locale.ROOT))
                .put("registryStatus", e.status())
                .build());
  }

  private static Problem of(RegistryException e) {
    return switch (e.kind()) {
      case NOT_FOUND -> Problem.of(ProblemType.REGISTRY_NOT_FOUND, message(e));
      case UNAVAILABLE -> Problem.of(ProblemType.REGISTRY_UNAVAILABLE, message(e)).retryAfter(SOON);
      case DENIED -> Problem.of(ProblemType.REGISTRY_DENIED, message(e));
      case LYING -> Problem.of(ProblemType.REGISTRY_LYING, message(e));
      case REJECTED -> Problem.of(ProblemType.REGISTRY_REJECTED, message(e));
    };
  }

  private static Problem ledger(LedgerException e) {
    return switch (e.kind()) {
      case UNAVAILABLE -> Problem.of(ProblemType.LEDGER_UNAVAILABLE, message(e)).retryAfter(SOON);
      case REFUSED -> Problem.of(ProblemType.LEDGER_REFUSED, message(e)).retryAfter(SOON);
      case UNKNOWN_OUTCOME ->
          Problem.of(ProblemType.LEDGER_UNKNOWN_OUTCOME, message(e)).retryAfter(SOON);
      case CORRUPT -> Problem.of(ProblemType.LEDGER_CORRUPT, message(e));
    };
  }

  private static String message(Throwable e) {
    var message = e.getMessage();
    return message == null ? "no more is known" : message;
  }
}
