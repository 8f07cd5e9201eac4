package io.tagtrail.cli;

import io.tagtrail.cli.runbook.Inquiry;
import io.tagtrail.cli.runbook.Runbook;
import io.tagtrail.cli.runbook.RunbookMaker;
import io.tagtrail.cli.runbook.RunbookMarkdown;
import io.tagtrail.cli.runbook.RunbookPage;
import io.tagtrail.cli.runbook.RunbookTree;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.wire.Problem;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail runbook ALIAS`
@Command(
    name = "runbook",
    description = "The incident page of an alias, with the commands filled in.",
    footer = {
      "",
      "To keep one where it can be read when Tagtrail is away:",
      "tagtrail runbook shop/prod -o markdown > runbook-shop-prod.md"
    })
final class RunbookCommand extends Verb {
  /// How many changes are looked through for ways back by hand.
  private static final int CHANGES = 50;

  @Parameters(
      index = "0",
      paramLabel = "ALIAS",
      description = "application/environment, or a location")
  String alias = "";

  @Option(
      names = "--offline",
      description = "does not ask the registry: then nothing is called safe")
  boolean offline;

  RunbookCommand(Session session) {
    super(session);
  }

  @Override
  boolean isDocument() {
    return true;
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      session().lasting("asking the registry");
      var remote = session().remote();
      var page =
          page(tagtrail, target, !offline, remote == null ? null : remote.server().toString());
      session()
          .answer(
              text -> RunbookPage.write(text, page),
              () -> RunbookTree.of(page),
              () -> RunbookMarkdown.of(page));
      return ExitCode.OK;
    }
  }

  /// Asks all that a page needs.
  static Runbook page(Tagtrail tagtrail, Alias alias, boolean live, @Nullable String server) {
    var status = tagtrail.state().status(alias, live);
    var configured = tagtrail.configured(alias).orElse(null);
    var problems = new ArrayList<Problem>();
    Problem.elsewhere(status, configured).ifPresent(problems::add);
    problems.addAll(Problem.of(status));
    return RunbookMaker.make(
        new Inquiry(
            status,
            problems,
            tagtrail.trail().head(),
            tagtrail.trail().history(alias, false, Long.MAX_VALUE, CHANGES),
            configured,
            server,
            live,
            tagtrail.trail()::tell));
  }
}
