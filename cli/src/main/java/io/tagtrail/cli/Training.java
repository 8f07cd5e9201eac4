package io.tagtrail.cli;

import io.tagtrail.server.http.Up;
import io.tagtrail.server.http.log.Logging;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/// What the AOT cache of the distribution is trained with: the demo, then the verbs that people
/// wait for, over a server. Only the build runs it.
public final class Training {
  private Training() {}

  /// @param args a folder that nobody needs afterwards
  public static void main(String[] args) {
    Logging.off();
    var folder = Path.of(args[0]);
    var here = CliContext.system(new LocalBackend());
    int demo = Main.run(new String[] {"demo", "--folder", folder.resolve("demo").toString()}, here);
    try (var up = Up.start(folder.resolve("up"), here.environment(), 0, 0)) {
      var environment = new HashMap<>(here.environment());
      environment.put(Remote.SERVER, up.ready().server().toString());
      environment.put("TAGTRAIL_TOKEN", up.ready().token());
      var there =
          new CliContext(
              here.in(),
              here.out(),
              here.err(),
              environment,
              folder,
              false,
              false,
              false,
              here.width(),
              here.clock(),
              here.backend());
      for (var verb : List.of("get shop/prod", "list", "history shop/prod", "whoami")) {
        Main.run(verb.split(" ", -1), there);
      }
    }
    System.exit(demo);
  }
}
