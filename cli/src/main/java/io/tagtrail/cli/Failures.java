package io.tagtrail.cli;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.show.Labels;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.wire.ServerException;
import io.tagtrail.server.wire.UnauthenticatedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Says what failed, in words for the person who has to do something about it.
final class Failures {
  private static final int MESSAGE_BYTES = 2000;

  private Failures() {}

  static ExitCode report(Session session, Throwable failure, @Nullable String command) {
    var code = ExitCode.of(failure);
    session.say(page -> write(page, code, failure, command, session.moving()));
    if (session.debug()) {
      var trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      session.say(page -> trace.toString().lines().forEach(page::line));
    }
    return code;
  }

  private static void write(
      Page page,
      ExitCode code,
      Throwable failure,
      @Nullable String command,
      @Nullable Alias moving) {
    var message = Text.clipped(Objects.toString(failure.getMessage(), ""), MESSAGE_BYTES);
    switch (code) {
      case INTERNAL ->
          page.line(
              Style.RED,
              "internal error, please report: %s%s"
                  .formatted(
                      failure.getClass().getSimpleName(),
                      message.isEmpty() ? "" : ": " + Text.clipped(message, 300)));
      case USAGE -> {
        page.line(Style.RED, "error: " + message);
        page.line("nothing was changed; see tagtrail %s--help".formatted(prefix(command)));
      }
      case UNFINISHED -> {
        page.line(Style.RED, "error: " + (message.isEmpty() ? "interrupted" : message));
        page.line("next: tagtrail settle shows and settles what has no outcome yet");
      }
      case CORRUPT -> {
        page.line(Style.RED, "error: the ledger does not verify: " + message);
        page.line("nothing was changed; next: keep a copy of it, then tagtrail ledger check");
      }
      case OK,
          REFUSED,
          CONFLICT,
          NOT_FOUND,
          UNAVAILABLE,
          MOVED_OUTSIDE,
          UNAUTHENTICATED,
          UNPROVEN,
          NOT_CONVERGED -> {
        page.line(Style.RED, "error: " + of(failure) + message);
        if (moving != null && nothingMoved(failure)) {
          page.line(moving + " is unchanged");
        }
        next(page, failure, command);
      }
    }
  }

  /// Where a registry fails a move before its tag is put. What was put and not confirmed is no
  /// failure but an unfinished move.
  private static boolean nothingMoved(Throwable failure) {
    return failure instanceof RegistryException e && e.applied() == RegistryException.Applied.NO;
  }

  private static String prefix(@Nullable String command) {
    return command == null ? "" : command + " ";
  }

  private static String of(Throwable failure) {
    return switch (failure) {
      case RegistryException e -> {
        var status = e.status() == 0 ? "" : " (status " + e.status() + ")";
        yield Labels.failure(e) + status + ": ";
      }
      case LedgerException e -> "ledger: ";
      case ForbiddenException e when isRepository(e.on()) -> "";
      case ForbiddenException e ->
          "the right to %s on %s is missing: ".formatted(clipped(e.right()), clipped(e.on()));
      default -> "";
    };
  }

  /// What a server does not copy from is no right of the asker's, and tagtrail can-i knows nothing
  /// of it: the message says what to do.
  private static boolean isRepository(String on) {
    try {
      // An alias could be read as one of Docker Hub's, which is written in full.
      return Repository.parse(on).toString().equals(on);
    } catch (InvalidValueException e) {
      return false;
    }
  }

  private static void next(Page page, Throwable failure, @Nullable String command) {
    switch (failure) {
      case RegistryException e -> {
        switch (e.kind()) {
          case UNAVAILABLE ->
              page.line(
                  "verify".equals(command)
                      ? "next: try again when it answers; --offline verifies by the ledger alone"
                      : "next: try again when it answers; tagtrail get shows what the ledger knows");
          case DENIED ->
              page.line(
                  "next: check the credentials for this registry (docker login, or tagtrail.yaml)");
          case NOT_FOUND, LYING, REJECTED ->
              page.line("next: look at what the registry has; nothing moved");
        }
      }
      case LedgerException e ->
          page.line(
              "next: mend that; if a move was under way, tagtrail settle then says how it ended");
      case ForbiddenException e when isRepository(e.on()) -> page.line("nothing was changed");
      case ForbiddenException e ->
          page.line("nothing was changed; next: tagtrail can-i shows what you may");
      case UnauthenticatedException e ->
          page.line("nothing was changed; next: tagtrail login, or a token in TAGTRAIL_TOKEN");
      case ServerException e ->
          page.line("next: try again when it answers; Flux reads on from the registry meanwhile");
      default -> {}
    }
  }

  private static String clipped(String text) {
    return Text.clipped(text, 120);
  }
}
