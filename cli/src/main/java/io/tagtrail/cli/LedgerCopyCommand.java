package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.store.LedgerCopy;
import io.tagtrail.store.LedgerSettings;
import io.tagtrail.store.PostgresSettings;
import io.tagtrail.store.SqliteSettings;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail ledger copy FROM TO`
@Command(
    name = "copy",
    description = "Copies a ledger whole into an empty place, and proves the roots equal.",
    footer = {
      "",
      "FROM and TO are folders, or postgresql://host[:port]/database without user and password.",
      "A copy that was stopped goes on where it was. Only one of the two may be written to after:",
      "name TO in tagtrail.yaml and let nobody write to FROM. Tokens are not copied."
    })
final class LedgerCopyCommand extends Verb {
  @Parameters(index = "0", paramLabel = "FROM", description = "the ledger that is there")
  String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "an empty folder or database")
  String to = "";

  @Option(names = "--user", paramLabel = "NAME", description = "of the database (PGUSER)")
  @Nullable String user;

  @Option(
      names = "--password-env",
      paramLabel = "NAME",
      description = "the variable with the password of the database (PGPASSWORD)")
  String passwordEnv = "PGPASSWORD";

  LedgerCopyCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    session().refuseRemote("ledger copy");
    var source = place("FROM", from);
    var target = place("TO", to);
    if (source.shown().equals(target.shown())) {
      throw new InvalidValueException("FROM and TO are the same");
    }
    session().lasting("copying the ledger");
    var report = LedgerCopy.copy(source, target, session()::progress);
    session()
        .answer(
            page ->
                page.line(
                        Style.GREEN,
                        "copied %d entries of %s; the roots are equal"
                            .formatted(report.entries(), report.origin()))
                    .indented(2, "root " + report.root())
                    .line(
                        "next: name the copy in tagtrail.yaml, and write no more to "
                            + source.shown()),
            () ->
                new ObjectBuilder()
                    .put("origin", report.origin())
                    .put("entries", report.entries())
                    .putText("root", report.root())
                    .put("erased", report.erased())
                    .put("rounds", report.rounds())
                    .build());
    return ExitCode.OK;
  }

  private LedgerSettings place(String what, String text) {
    var environment = session().context().environment();
    if (text.startsWith("postgresql://")) {
      return PostgresSettings.of(
          text,
          user == null ? environment.get("PGUSER") : user,
          () -> environment.get(passwordEnv));
    }
    try {
      return SqliteSettings.of(session().context().workingDirectory().resolve(text).normalize());
    } catch (InvalidPathException e) {
      throw new InvalidValueException(
          "%s is no place for a ledger: %s".formatted(what, Text.clipped(text, 80)), e);
    }
  }
}
