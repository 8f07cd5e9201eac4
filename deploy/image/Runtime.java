import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.spi.ToolProvider;

/// Makes the root of the image: a Java runtime with the modules that the libraries use, the C
/// library of this machine where the base has none, and nothing else. No shell, no package manager:
/// `java Runtime.java LIBS ROOT yes|no`.
public class Runtime {
  /// What no class names, and what is needed all the same: Unsafe (CEL's protobuf), certificates
  /// with elliptic curves, the names of hosts by DNS.
  private static final List<String> BESIDES = List.of("jdk.unsupported", "jdk.crypto.ec");

  private static final String LIBC = "/lib/x86_64-linux-gnu/";
  private static final List<String> LIBC_FILES =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");
  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";

  public static void main(String[] args) throws IOException {
    var root = Path.of(args[1]);
    delete(root);
    // Jib asks for the module's own classes; there are none.
    Files.createDirectories(root.resolveSibling("classes"));
    var java = root.resolve("opt/java");
    Files.createDirectories(java.getParent());
    var modules = modules(Path.of(args[0]));
    System.out.println("modules of the runtime: " + String.join(",", modules));
    run(
        "jlink",
        "--add-modules",
        String.join(",", modules),
        "--output",
        java.toString(),
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--compress=zip-6");
    // A runtime has further programs; only the launcher is wanted.
    try (var programs = Files.list(java.resolve("bin"))) {
      for (var each : programs.toList()) {
        if (!each.endsWith("java")) {
          Files.delete(each);
        }
      }
    }
    if (args[2].equals("yes")) {
      libc(root);
    }
    Files.createDirectories(root.resolve("etc/tagtrail"));
    Files.createDirectories(root.resolve("data"));
    Files.createDirectories(root.resolve("tmp"));
    Files.createDirectories(root.resolve("app"));
    // Kubernetes and Docker name the user by its number; some libraries ask for its name.
    Files.writeString(
        root.resolve("etc/passwd"), "tagtrail:x:65532:65532:tagtrail:/data:/nologin\n");
    Files.writeString(root.resolve("etc/group"), "tagtrail:x:65532:\n");
    Files.writeString(root.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
    Files.writeString(
        root.resolve("app/flags"),
        """
        -XX:+UseSerialGC
        -XX:TieredStopAtLevel=4
        -XX:MaxRAMPercentage=60
        -XX:+ExitOnOutOfMemoryError
        --enable-native-access=ALL-UNNAMED
        --sun-misc-unsafe-memory-access=allow
        -Djava.io.tmpdir=/tmp
        """);
  }

  private static void libc(Path root) throws IOException {
    if (!Files.exists(Path.of(LOADER))) {
      throw new IOException(
          "no C library for x86-64 at " + LOADER + ": give a base that has one (see the pom)");
    }
    // Where Debian's loader looks; it looks into no other folder of the kind.
    var target = Files.createDirectories(root.resolve(LIBC.substring(1)));
    Files.createDirectories(root.resolve("lib64"));
    for (var file : LIBC_FILES) {
      // Through links, so that the file itself is in the image.
      Files.copy(Path.of(LIBC + file).toRealPath(), target.resolve(file));
    }
    Files.copy(Path.of(LOADER).toRealPath(), root.resolve(LOADER.substring(1)));
  }

  private static TreeSet<String> modules(Path libs) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "--print-module-deps",
                "--ignore-missing-deps",
                "--recursive",
                "--multi-release",
                "25",
                "--class-path",
                libs + "/*"));
    try (var jars = Files.list(libs)) {
      jars.filter(jar -> jar.toString().endsWith(".jar"))
          .sorted()
          .map(Path::toString)
          .forEach(arguments::add);
    }
    var modules =
        new TreeSet<>(List.of(run("jdeps", arguments.toArray(String[]::new)).strip().split(",")));
    modules.addAll(BESIDES);
    return modules;
  }

  private static String run(String tool, String... arguments) {
    var out = new StringWriter();
    int exit =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(new PrintWriter(out), new PrintWriter(System.err, true), arguments);
    if (exit != 0) {
      System.err.println(out);
      System.err.println(tool + " failed with " + exit);
      System.exit(1);
    }
    return out.toString();
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
