package io.tagtrail.cli;

import io.tagtrail.cli.show.LintPage;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.oci.http.IoTrouble;
import io.tagtrail.server.retention.LintReport;
import io.tagtrail.server.retention.LintReport.Level;
import io.tagtrail.server.retention.Linter;
import io.tagtrail.server.retention.RetentionKind;
import io.tagtrail.server.retention.RulesFile;
import io.tagtrail.server.retention.Target;
import io.tagtrail.server.wire.LintTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail retention lint FILE`
@Command(
    name = "lint",
    description = "Which rollback target dies when, by a registry's rules of retention.",
    footer = {
      "",
      "FILE: zot's configuration; Harbor's retention policy (API); an ECR lifecycle policy;",
      "a text with acr purge commands, or ACR's retention policy; GAR's cleanup policies;",
      "a workflow with a clean-up of GHCR; GitLab's container_expiration_policy.",
      "Ends with 3 where a bundle dies while it is needed, where that cannot be said, or where there was nothing to judge."
    })
final class RetentionLintCommand extends Verb {
  private static final int MOST = 1 << 20;

  @Parameters(index = "0", paramLabel = "FILE", description = "the rules, in JSON, YAML or text")
  String file = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "zot, harbor, ecr, acr, gar, ghcr or gitlab; else told by the contents")
  @Nullable String kind;

  @Option(
      names = "--repository",
      paramLabel = "GLOB",
      description = "the repositories that the rules are for, as in ghcr.io/acme/*; else all")
  @Nullable String repository;

  RetentionLintCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    var rules = RulesFile.read(text(), kind == null ? null : RetentionKind.parse(kind));
    try (var tagtrail = session().open()) {
      session().lasting("reading targets");
      var targets = new ArrayList<Target>();
      for (var status : tagtrail.state().board(false)) {
        targets.addAll(tagtrail.safety().targets(status.state().alias()));
      }
      var report =
          Linter.lint(
              rules, targets, Linter.where(repository == null ? "*" : repository), session().now());
      session().answer(page -> LintPage.write(page, report), () -> LintTree.of(report));
      return code(report);
    }
  }

  /// Nothing that was judged is nothing that is safe: a slip in --repository must not make a
  /// nightly check green.
  static ExitCode code(LintReport report) {
    boolean safe = report.count(Level.OK) == report.judged().size();
    return safe && !report.judged().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private String text() {
    try {
      Path path = session().context().workingDirectory().resolve(file).normalize();
      if (!Files.isRegularFile(path)) {
        throw new InvalidValueException("there is no file " + path);
      }
      if (Files.size(path) > MOST) {
        throw new InvalidValueException("more than 1 MiB is no file of retention rules");
      }
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (InvalidPathException e) {
      throw new InvalidValueException("not a file: " + Text.clipped(file, 80), e);
    } catch (IOException e) {
      throw new InvalidValueException(
          "%s cannot be read: %s".formatted(Text.clipped(file, 80), IoTrouble.of(e)), e);
    }
  }
}
