package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.server.Verification;
import io.tagtrail.server.wire.VerificationTree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail verify ALIAS`
@Command(
    name = "verify",
    description =
        "Proves an alias's entries against the ledger's root, and the records on its bundles.")
final class VerifyCommand extends Verb {
  @Parameters(index = "0", paramLabel = "ALIAS", description = "application/environment")
  String alias = "";

  @Option(names = "--offline", description = "does not ask the registry for the records on bundles")
  boolean offline;

  VerifyCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      session().lasting("verifying " + target);
      var result = tagtrail.trail().verify(target, !offline);
      session()
          .answer(
              page -> {
                page.line(
                    result.holds() ? Style.GREEN : Style.RED,
                    target + (result.holds() ? " verifies" : " DOES NOT VERIFY"));
                result.problems().forEach(problem -> page.indented(2, "- " + problem));
                page.indented(2, counts(result));
              },
              () -> VerificationTree.of(target, result));
      return result.holds() ? ExitCode.OK : ExitCode.CORRUPT;
    }
  }

  private String counts(Verification result) {
    return "%d entries, %d changes; side records: %d match, %d erased; on bundles: %s, %d pending"
        .formatted(
            result.entries(),
            result.changes(),
            result.sides(),
            result.erased(),
            offline ? "not asked" : result.attached() + " match",
            result.pending());
  }
}
