package io.tagtrail.cli;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail ledger erase WHAT`
@Command(
    name = "erase",
    description = "Erases a name or a reason for good; its entry stays and verifies, and says so.")
final class LedgerEraseCommand extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "ADDRESS|COMMITMENT",
      description = "a place in a history as 'shop/prod#41', or the commitment in the entry")
  String what = "";

  @Option(
      names = "--field",
      paramLabel = "FIELD",
      description = "mover, account, requester or reason: which text of that place (mover)")
  String field = Commitments.MOVER;

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask; needed without a terminal")
  boolean yes;

  LedgerEraseCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    var commitment = Digest.isDigest(what) ? Digest.parse(what) : commitment();
    if (!yes) {
      var question = "Erase the text behind %s for good?".formatted(commitment);
      if (!session().context().interactive()) {
        throw new InvalidValueException("erasing cannot be undone: say --yes");
      }
      if (!session().confirmed(question)) {
        session().say(page -> page.line("not confirmed; nothing was erased"));
        return ExitCode.REFUSED;
      }
    }
    if (!session().backend().erase(session().globals(), commitment)) {
      throw new NotFoundException("there is no text behind %s (any more)".formatted(commitment));
    }
    session()
        .answer(
            page -> page.line("erased the text behind " + commitment),
            () -> new ObjectBuilder().putText("erased", commitment).build());
    return ExitCode.OK;
  }

  private Digest commitment() {
    if (!Commitments.FIELDS.contains(field)) {
      throw new InvalidValueException(
          "--field is mover, account, requester or reason, not '%s'"
              .formatted(Text.clipped(field, 40)));
    }
    try (var tagtrail = session().open()) {
      var told =
          tagtrail
              .trail()
              .resolve(what)
              .orElseThrow(() -> new NotFoundException("nothing is at " + Text.clipped(what, 200)));
      var found = told.entry().event().commitments().byField().get(field);
      if (found == null) {
        throw new NotFoundException("entry %d has no %s".formatted(told.entry().index(), field));
      }
      return found;
    }
  }
}
