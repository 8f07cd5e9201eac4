package io.tagtrail.cli.demo;

import io.tagtrail.cli.CliContext;
import io.tagtrail.cli.Main;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs the story on an embedded registry in a folder.
public final class Demo {
  private Demo() {}

  public static void run(Path folder, CliContext context) throws IOException {
    var narrator = new Narrator(context.out(), context.terminal());
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    narrator.say("folder    " + folder);
    try (var embedded = EmbeddedRegistry.start(folder.resolve("registry"), loopback);
        var registry = new OciRegistry(OciSettings.anonymous())) {
      narrator.say("registry  " + embedded.host() + "  (embedded: for trial, no authentication)");
      var story =
          new Story(
              folder,
              embedded.host(),
              registry,
              (environment, arguments) -> verb(folder, context, narrator, environment, arguments),
              narrator);
      story.tell();
      narrator.chapter("Your turn");
      narrator.say("The registry ends with the demo. To try the verbs, start it again:");
      narrator.typed("cd " + folder);
      narrator.typed("tagtrail registry registry --listen " + embedded.host() + " &");
      narrator.typed("tagtrail get shop/prod");
      narrator.typed(
          "tagtrail promote oci://"
              + embedded.host()
              + "/build/shop:1.4.1 shop/dev --pipeline me-1");
      context.out().flush();
    }
  }

  private static int verb(
      Path folder,
      CliContext context,
      Narrator narrator,
      Map<String, String> environment,
      List<String> arguments) {
    var out = narrator.verbs();
    var quiet = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return Main.run(
        arguments.toArray(String[]::new),
        new CliContext(
            context.in(),
            out,
            narrator.shows() ? out : quiet,
            environment,
            folder,
            context.terminal(),
            false,
            false,
            context.width(),
            context.clock(),
            context.backend()));
  }
}
