package io.tagtrail.cli;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import io.tagtrail.gateway.embedded.EmbeddedRegistryException;
import io.tagtrail.gateway.embedded.Exposure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail registry FOLDER`
@Command(
    name = "registry",
    description =
        "Serves an OCI registry from a folder until it is ended: for trial, tests and single air-gapped hosts.")
final class RegistryCommand extends Verb {
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+):(\\d{1,5})");

  @Parameters(index = "0", paramLabel = "FOLDER", description = "where its content is")
  String folder = "";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "port 0 takes a free one (127.0.0.1:5000)")
  String listen = "127.0.0.1:5000";

  @Option(
      names = "--expose",
      description = "allows another address than loopback: it has no authentication")
  boolean expose;

  RegistryCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    var place = session().context().workingDirectory().resolve(folder).normalize();
    try (var registry =
        EmbeddedRegistry.start(
            place, address(), expose ? Exposure.ANY_ADDRESS : Exposure.LOOPBACK_ONLY)) {
      session().say(page -> page.line(registry.startLine()));
      registry.join();
    } catch (EmbeddedRegistryException e) {
      throw new InvalidValueException(String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }

  private InetSocketAddress address() {
    var match = ADDRESS.matcher(listen);
    if (!match.matches() || Integer.parseInt(match.group(2)) > 65_535) {
      throw new InvalidValueException(
          "not an address to listen on: '%s' (127.0.0.1:5000)".formatted(Text.clipped(listen, 80)));
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByName(match.group(1)), Integer.parseInt(match.group(2)));
    } catch (UnknownHostException e) {
      throw new InvalidValueException("no such host: " + Text.clipped(listen, 80), e);
    }
  }
}
