package io.tagtrail.cli;

import picocli.CommandLine.Command;

/// `tagtrail config schema`
@Command(name = "schema", description = "The JSON Schema of tagtrail.yaml, for editors.")
final class ConfigSchemaCommand extends Verb {
  ConfigSchemaCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    var out = session().context().out();
    out.println(session().backend().schema().strip());
    out.flush();
    return ExitCode.OK;
  }
}
