import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/// Finishes the distribution in a folder with `lib/*.jar`: writes the class path in the order that
/// the launcher uses, unpacks SQLite's native library once (the driver would unpack it at every
/// start, which takes longer than most verbs), and makes the JDK's AOT cache, trained by the demo
/// and by verbs over a server: `java Dist.java FOLDER FLAG…`.
///
/// The cache holds for exactly this class path and these flags, so both stand in files that the
/// launcher reads.
public class Dist {
  public static void main(String[] args) throws IOException, InterruptedException {
    var dist = Path.of(args[0]);
    var flags = new ArrayList<>(List.of(args).subList(1, args.length));
    List<Path> jars;
    try (var files = Files.list(dist.resolve("lib"))) {
      jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
    Files.write(
        dist.resolve("classpath"), jars.stream().map(j -> j.getFileName().toString()).toList());
    unpackNative(dist, jars).ifPresent(flags::add);
    Files.write(dist.resolve("flags"), flags);
    var cache = dist.resolve("tagtrail.aot");
    Files.deleteIfExists(cache);
    var work = Files.createTempDirectory("tagtrail-training");
    try {
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(flags);
      command.add("-XX:AOTCacheOutput=" + cache);
      command.add("-cp");
      command.add(
          jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
      command.add("io.tagtrail.cli.Training");
      command.add(work.toString());
      var log = dist.resolve("training.log");
      int exit =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        System.err.println(Files.readString(log));
        System.err.println("the training of the AOT cache failed with " + exit);
        System.exit(1);
      }
      Files.writeString(dist.resolve("stamp"), "");
    } finally {
      delete(work);
    }
  }

  /// Returns the flag that tells the driver where its library is; empty on a platform that the
  /// driver has none for.
  private static Optional<String> unpackNative(Path dist, List<Path> jars) throws IOException {
    boolean musl =
        Files.exists(Path.of("/lib/ld-musl-x86_64.so.1"))
            || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"));
    var os =
        System.getProperty("os.name").startsWith("Mac") ? "Mac" : musl ? "Linux-Musl" : "Linux";
    var arch =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          default -> "";
        };
    var name = os.equals("Mac") ? "libsqlitejdbc.dylib" : "libsqlitejdbc.so";
    for (var jar : jars) {
      if (!jar.getFileName().toString().startsWith("sqlite-jdbc")) {
        continue;
      }
      try (var file = new JarFile(jar.toFile())) {
        var entry = file.getEntry("org/sqlite/native/%s/%s/%s".formatted(os, arch, name));
        if (entry != null) {
          var folder = Files.createDirectories(dist.resolve("native"));
          try (var in = file.getInputStream(entry)) {
            Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
          }
          return Optional.of("-Dorg.sqlite.lib.path=" + folder.toAbsolutePath());
        }
      }
    }
    return Optional.empty();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
