import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Finishes the distribution in a folder with `lib/*.jar`: writes the class path in the order that the launcher uses,
/// and the JDK's AOT cache, trained by the demo: `java Dist.java FOLDER FLAG…`.
///
/// The cache holds for exactly this class path and these flags, so both stand in files that the launcher reads.
public class Dist {
  public static void main(String[] args) throws IOException, InterruptedException {
    var dist = Path.of(args[0]);
    var flags = List.of(args).subList(1, args.length);
    List<Path> jars;
    try (var files = Files.list(dist.resolve("lib"))) {
      jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
    Files.write(
        dist.resolve("classpath"), jars.stream().map(j -> j.getFileName().toString()).toList());
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
      command.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
      command.add("io.tagtrail.cli.Main");
      command.addAll(List.of("demo", "--folder", work.resolve("demo").toString()));
      var log = dist.resolve("training.log");
      int exit =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        System.err.println(Files.readString(log));
        System.err.println("the demo, which trains the AOT cache, failed with " + exit);
        System.exit(1);
      }
      Files.writeString(dist.resolve("stamp"), "");
    } finally {
      delete(work);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
