package io.tagtrail.cli;

import io.tagtrail.cli.demo.Demo;
import io.tagtrail.core.model.InvalidValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tagtrail demo`
@Command(
    name = "demo",
    description =
        "Tells the story on a registry of its own: promote, an outside move, roll back, a re-run.")
final class DemoCommand extends Verb {
  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "where to leave it, to try the verbs on (a new folder for temporary files)")
  @Nullable String folder;

  DemoCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    try {
      Demo.run(place(), session().context());
      return ExitCode.OK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path place() throws IOException {
    if (folder == null) {
      return Files.createTempDirectory("tagtrail-demo-");
    }
    var path = session().context().workingDirectory().resolve(folder).normalize();
    if (Files.exists(path)) {
      throw new InvalidValueException(path + " is there already; the demo wants a new folder");
    }
    return Files.createDirectories(path);
  }
}
