package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.signing.KeyFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail keys create NAME`
@Command(
    name = "create",
    description = "Makes a key: NAME.key, which only you may read, and NAME.pub.",
    footer = {
      "",
      "ECDSA on P-256. Works on this machine: for a server, make it where its configuration is, or",
      "put the private half where its secrets are (env: in place of file:)."
    })
final class KeysCreateCommand extends Verb {
  @Parameters(index = "0", paramLabel = "NAME", description = "as the environment: prod")
  String name = "";

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "where to; keys/ beside the configuration, or here")
  @Nullable Path folder;

  KeysCreateCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    session().refuseRemote("keys create");
    var made = KeyFiles.create(place(), name);
    session()
        .answer(
            page -> {
              page.line(Style.GREEN, "%s is %s".formatted(name, made.key()))
                  .row("private", made.privateFile() + " (keep it, and back it up, as a secret)")
                  .row("public", made.publicFile().toString());
              if (made.ignoring() != null) {
                page.row("ignored", made.ignoring() + " keeps *.key out of git");
              }
              page.line("next, in tagtrail.yaml:")
                  .whole("keys:")
                  .whole("  %s: {file: %s}".formatted(name, made.privateFile()))
                  .whole("environments:")
                  .whole("  %s: {sign: {key: %s}, verify: [%s]}".formatted(name, name, name))
                  .line("then tagtrail config apply, tagtrail keys resign " + name)
                  .line(
                      "and, when all are signed: tagtrail keys show %s --secret | kubectl apply -f -"
                          .formatted(name));
            },
            () ->
                new ObjectBuilder()
                    .put("name", name)
                    .put("key", made.key().id())
                    .putText("private", made.privateFile())
                    .putText("public", made.publicFile())
                    .put("publicKey", made.key().pem())
                    .build());
    return ExitCode.OK;
  }

  private Path place() {
    var here = session().context().workingDirectory();
    if (folder != null) {
      return here.resolve(folder).normalize();
    }
    var config = session().globals().config();
    var parent = config == null ? null : config.toAbsolutePath().getParent();
    return (parent == null ? here : parent).resolve("keys");
  }
}
