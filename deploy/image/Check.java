import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Unpacks the image and looks at what it claims: who it runs as, what it starts, that there is no
/// shell; and runs it without a container. `java Check.java IMAGE.tar FOLDER USER`.
public class Check {
  private static final Pattern SHELL =
      Pattern.compile("(?:.*/)?(?:sh|ash|bash|dash|busybox|zsh|apt|apk|dpkg|su|sudo|curl|wget)");

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[1]);
    var user = args[2];
    delete(folder);
    var layers = Files.createDirectories(folder.resolve("layers"));
    var root = Files.createDirectories(folder.resolve("root"));
    run(List.of("tar", "-xf", args[0], "-C", layers.toString()));
    for (var layer : texts(Files.readString(layers.resolve("manifest.json")), "Layers")) {
      run(List.of("tar", "-xzf", layers.resolve(layer).toString(), "-C", root.toString()));
    }
    var config = Files.readString(layers.resolve("config.json"));
    must(config.contains("\"User\":\"%s:%s\"".formatted(user, user)), "it runs as " + user);
    must(!user.equals("0"), "that is not root");
    var entrypoint = texts(config, "Entrypoint");
    must(
        entrypoint.getFirst().equals("/opt/java/bin/java"), "it starts Java itself: " + entrypoint);
    must(entrypoint.getLast().equals("io.tagtrail.cli.Main"), "and Tagtrail: " + entrypoint);
    must(texts(config, "Cmd").getFirst().equals("serve"), "which serves");
    must(config.contains("\"8480/tcp\""), "at 8480");
    try (Stream<Path> files = Files.walk(root)) {
      var all = files.map(file -> root.relativize(file).toString()).toList();
      must(
          all.stream().noneMatch(file -> SHELL.matcher(file).matches()), "there is no shell in it");
      must(all.contains("app/tagtrail-sbom.json"), "its bill of materials is in it");
    }
    try (Stream<Path> files = Files.walk(root)) {
      must(
          files.filter(file -> !Files.isSymbolicLink(file)).noneMatch(Check::setuid),
          "nothing in it runs as somebody else");
    }
    var command = new java.util.ArrayList<>(entrypoint);
    command.add("version");
    if ("root".equals(System.getProperty("user.name"))) {
      // As the container will see it: nothing of this machine but its kernel, and /proc, by which
      // the runtime finds its own libraries.
      var proc = Files.createDirectories(root.resolve("proc"));
      var inside = "mount -t proc proc \"$1\" && shift && exec chroot \"$@\"";
      command.addAll(
          0,
          List.of(
              "unshare",
              "--mount",
              "--pid",
              "--fork",
              "sh",
              "-ec",
              inside,
              "sh",
              proc.toString(),
              "--userspec=" + user + ":" + user,
              root.toString()));
    } else {
      System.out.println("not root: it runs on this machine's C library, not on its own");
      command.replaceAll(
          each -> each.replace("/opt/java", root + "/opt/java").replace("/app/", root + "/app/"));
    }
    var out = run(command);
    must(out.contains("tagtrail"), "it runs: " + out.strip().lines().findFirst().orElse(""));
    System.out.printf("%s: %d MB%n", args[0], Files.size(Path.of(args[0])) >> 20);
  }

  private static boolean setuid(Path file) {
    try {
      return ((int) Files.getAttribute(file, "unix:mode") & 06000) != 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The texts of the first list of this name. The documents are Jib's own and small.
  private static List<String> texts(String json, String name) {
    var list = Pattern.compile("\"" + name + "\":\\[([^\\]]*)\\]").matcher(json);
    if (!list.find()) {
      throw new IllegalStateException("no " + name + " in " + json);
    }
    return Pattern.compile("\"([^\"]*)\"")
        .matcher(list.group(1))
        .results()
        .map(each -> each.group(1))
        .toList();
  }

  private static void must(boolean holds, String what) {
    System.out.println((holds ? "ok: " : "FAILED: ") + what);
    if (!holds) {
      System.exit(1);
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      System.out.println(out);
      System.out.println("FAILED: " + String.join(" ", command));
      System.exit(1);
    }
    return out;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
