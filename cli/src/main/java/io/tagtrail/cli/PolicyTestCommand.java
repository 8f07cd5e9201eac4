package io.tagtrail.cli;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.policytest.PolicyTests;
import io.tagtrail.server.policytest.Report;
import io.tagtrail.server.rules.LibraryExpressions;
import io.tagtrail.server.wire.EntryTree;
import io.tagtrail.server.wire.Trees;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail policy test FILE`
@Command(
    name = "test",
    description = "Tries the configuration's policy on a table of cases; touches nothing else.",
    footer = {"", "It ends with 3 where a case came out otherwise than the table says."})
final class PolicyTestCommand extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "the table in YAML (docs/configuration.md)")
  String file = "";

  @Option(names = "--explain", description = "every check of every case")
  boolean explain;

  PolicyTestCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    session().refuseRemote("policy test");
    var globals = session().globals();
    var config =
        ConfigReader.read(globals.needConfig(), globals.environment(), new LibraryExpressions());
    var report = PolicyTests.run(config, table());
    session().answer(page -> write(page, report), () -> tree(report));
    return report.ok() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private Path table() {
    try {
      var path = session().context().workingDirectory().resolve(file).normalize();
      if (Files.isRegularFile(path)) {
        return path;
      }
      throw new InvalidValueException("there is no file " + path);
    } catch (InvalidPathException e) {
      throw new InvalidValueException("not a file: " + Text.clipped(file, 80), e);
    }
  }

  private void write(Page page, Report report) {
    for (var tried : report.cases()) {
      page.line(
          tried.ok() ? Style.GREEN : Style.RED, (tried.ok() ? "ok    " : "FAIL  ") + tried.name());
      if (!tried.ok()) {
        page.indented(6, "expected " + tried.expected());
        page.indented(6, "got      " + tried.got());
        page.indented(6, "at       " + tried.place());
      }
      if (explain || !tried.ok()) {
        tried
            .checks()
            .forEach(check ->
                page.indented(
                    6,
                    "- %s %s: %s".formatted(check.result().label(), check.name(), check.detail())));
      }
      tried.notes().forEach(note -> page.indented(6, "note: " + note));
    }
    long failed = report.cases().stream().filter(tried -> !tried.ok()).count();
    page.line(
        failed == 0 ? Style.GREEN : Style.RED,
        "%d cases, %d failed".formatted(report.cases().size(), failed));
  }

  private static Json.Obj tree(Report report) {
    return new ObjectBuilder()
        .put("passed", report.ok())
        .put("cases", Trees.list(report.cases(), PolicyTestCommand::tree))
        .build();
  }

  private static Json tree(Report.Tried tried) {
    return new ObjectBuilder()
        .put("name", tried.name())
        .put("place", tried.place())
        .put("passed", tried.ok())
        .put("expected", tried.expected())
        .put("got", tried.got())
        .put("checks", Trees.list(tried.checks(), EntryTree::check))
        .put("notes", Trees.list(tried.notes(), Json.Str::new))
        .build();
  }
}
