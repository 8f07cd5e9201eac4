package io.tagtrail.cli;

import io.tagtrail.cli.show.ReadinessMarkdown;
import io.tagtrail.cli.show.ReadinessPage;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.readiness.Answer;
import io.tagtrail.server.readiness.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail readiness [ALIAS]`
@Command(
    name = "readiness",
    description = "Whether aliases can go back, and why the others cannot.",
    footer = {
      "",
      "A server tells what it found last, unless --now is given; a local ledger looks now.",
      "Ends with 3 where an alias cannot go back, with 6 where it could not be found out."
    })
final class ReadinessCommand extends Verb {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ALIAS",
      description = "application/environment; else all")
  @Nullable String alias;

  @Option(names = "--now", description = "asks the registries now, and records what is lost")
  boolean now;

  @Option(names = "--last", description = "asks no registry: what was found last")
  boolean last;

  ReadinessCommand(Session session) {
    super(session);
  }

  @Override
  boolean isDocument() {
    return true;
  }

  @Override
  ExitCode run() throws InterruptedException {
    if (now && last) {
      throw new InvalidValueException(
          "--now asks the registries, --last does not: say one of them");
    }
    boolean look = now || (!last && session().remote() == null);
    try (var tagtrail = session().open()) {
      var target = alias == null ? null : tagtrail.alias(alias);
      if (look) {
        session().lasting("looking at " + (target == null ? "all aliases" : target.toString()));
      }
      var report = tagtrail.safety().readiness(target, look);
      var asOf = session().now();
      session()
          .answer(
              page -> ReadinessPage.write(page, report, target != null, asOf),
              report::toJson,
              () -> ReadinessMarkdown.of(report, asOf));
      return code(report);
    }
  }

  static ExitCode code(Report report) {
    if (report.count(Answer.CANNOT) > 0) {
      return ExitCode.REFUSED;
    }
    return report.count(Answer.UNKNOWN) > 0 || !report.missing().isEmpty()
        ? ExitCode.UNAVAILABLE
        : ExitCode.OK;
  }
}
