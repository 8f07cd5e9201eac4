package io.tagtrail.bench.world;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The ways to start a verb as a process.
///
/// @param root the checkout
public record Programs(Path root) {
  private static final String MAIN = "io.tagtrail.cli.Main";

  /// By the launcher, as people do; empty where the distribution is not built, or is older than a
  /// source: the launcher would build it then, in the middle of a measurement.
  public Optional<List<String>> launcher() throws IOException {
    var stamp = dist().resolve("stamp");
    return Files.exists(stamp) && !anyNewer(Files.getLastModifiedTime(stamp))
        ? Optional.of(List.of(root.resolve("tagtrail").toString()))
        : Optional.empty();
  }

  /// What the launcher looks at.
  private boolean anyNewer(FileTime built) throws IOException {
    var places = new ArrayList<>(List.of(root.resolve("pom.xml"), root.resolve("build")));
    try (var modules = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (var module : modules) {
        places.add(module.resolve("pom.xml"));
        places.add(module.resolve("src/main"));
      }
    }
    for (var place : places) {
      if (Files.exists(place) && anyNewer(place, built)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyNewer(Path place, FileTime built) throws IOException {
    try (var files =
        Files.find(
            place,
            Integer.MAX_VALUE,
            (file, facts) ->
                facts.isRegularFile() && facts.lastModifiedTime().compareTo(built) > 0)) {
      return files.findAny().isPresent();
    }
  }

  /// As `java -jar` would start it: the same jars, no cache, the JDK's own defaults.
  public List<String> plain() throws IOException {
    return java(List.of());
  }

  /// With the launcher's flags and without its cache; empty where the distribution is not built.
  public Optional<List<String>> withoutCache() throws IOException {
    return launcher().isEmpty()
        ? Optional.empty()
        : Optional.of(java(Files.readAllLines(dist().resolve("flags"))));
  }

  /// As `deploy/` starts it: the JDK's second compiler, the serial collector, no cache.
  public List<String> deployed() throws IOException {
    return java(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED"));
  }

  /// The best that there is.
  public List<String> usual() throws IOException {
    var plain = plain();
    return launcher().orElse(plain);
  }

  private List<String> java(List<String> flags) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath(), MAIN));
    return command;
  }

  private String classPath() throws IOException {
    if (launcher().isEmpty()) {
      return System.getProperty("java.class.path");
    }
    return Files.readAllLines(dist().resolve("classpath")).stream()
        .map(jar -> dist().resolve("lib").resolve(jar).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path dist() {
    return root.resolve("cli/target/dist");
  }

  /// A command with its arguments.
  public static String[] with(List<String> command, String... arguments) {
    var all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }
}
