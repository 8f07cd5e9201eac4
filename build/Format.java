import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks or applies the format of every Java file below a folder: `java Format.java check|apply
/// FOLDER`.
public class Format {
  public static void main(String[] args) throws IOException, FormatterException {
    boolean apply = args[0].equals("apply");
    var root = Path.of(args[1]);
    var formatter = new Formatter();
    List<Path> wrong = new ArrayList<>();
    try (var files = Files.walk(root)) {
      for (var file :
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(f -> !root.relativize(f).toString().contains("target"))
              .toList()) {
        var before = Files.readString(file);
        var after = format(formatter, before);
        if (!after.equals(before)) {
          wrong.add(root.relativize(file));
          if (apply) {
            Files.writeString(file, after);
          }
        }
      }
    }
    if (!wrong.isEmpty() && !apply) {
      wrong.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("mvn validate -Dformat.mode=apply formats " + wrong.size() + " files");
      System.exit(1);
    }
  }

  private static String format(Formatter formatter, String source) throws FormatterException {
    var trimmed = RemoveUnusedImports.removeUnusedImports(source);
    var ordered = ImportOrderer.reorderImports(trimmed, JavaFormatterOptions.Style.GOOGLE);
    return formatter.formatSource(ordered);
  }
}
