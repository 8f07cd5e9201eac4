package io.tagtrail.cli;

import io.tagtrail.core.json.ObjectBuilder;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// `tagtrail version`
@Command(name = "version", description = "The version of Tagtrail and of Java.")
final class VersionCommand extends Verb {
  VersionCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    session()
        .answer(
            page -> page.line("tagtrail " + own() + " (Java " + Runtime.version() + ")"),
            () ->
                new ObjectBuilder()
                    .put("version", own())
                    .put("java", Runtime.version().toString())
                    .build());
    return ExitCode.OK;
  }

  /// From the jar's manifest; there is none while it is built.
  static String own() {
    return Objects.requireNonNullElse(
        VersionCommand.class.getPackage().getImplementationVersion(), "development");
  }

  /// What `--version` prints.
  static final class Text implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tagtrail " + own()};
    }
  }
}
