package io.tagtrail.bundle.model;

import io.tagtrail.bundle.yaml.Value;
import io.tagtrail.bundle.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where values of Secrets stand: in Secrets, in what makes or patches them, and in texts that hold
/// such. What cannot be told from a Secret counts as one.
public final class Secrets {
  /// Shorter texts hold none: most are, and there may be millions.
  private static final int SHORTEST = 12;

  /// Longer files of text are hidden without a look.
  public static final int LONGEST = 8 << 20;

  // Nothing that one part of these takes could begin the next: none goes back.
  private static final String END = "[\\\\'\"]{0,4}+\\s{0,40}+:";
  private static final String START = END + "\\s{0,40}+[\\\\'\"]{0,4}+";
  private static final Pattern KIND = Pattern.compile("kind" + START + "Secret(?:List)?\\b");
  private static final Pattern VALUES = Pattern.compile("\\b(?:data|stringData)" + END);
  private static final Pattern GENERATOR = Pattern.compile("secretGenerator|SecretGenerator");
  private static final Pattern OP = Pattern.compile("\\bop" + END);
  private static final Pattern PATH = Pattern.compile("\\bpath" + START + "/");

  private Secrets() {}

  /// Whether a file may hold the value of a Secret, by its text; one of text that is longer than
  /// anybody reads counts as one.
  ///
  /// @param objects whether it holds objects, so that one that only names a Secret holds none
  public static boolean mayHold(byte[] file, boolean objects) {
    if (file.length > LONGEST) {
      return YamlReader.isReadable(file);
    }
    var text = plain(file);
    return text != null && (objects ? holds(text) : mayHold(text));
  }

  /// The text of a file, letter by byte: what is looked for is ASCII. Null of what is no text, and
  /// of what is longer than is looked at.
  public static @Nullable String plain(byte[] file) {
    return file.length <= LONGEST && YamlReader.isReadable(file)
        ? new String(file, StandardCharsets.ISO_8859_1)
        : null;
  }

  private static boolean mayHold(String text) {
    return KIND.matcher(text).find() || GENERATOR.matcher(text).find() || patches(text);
  }

  /// Whether a text within an object, or beside one, holds the value of a Secret: one that only
  /// names a Secret does not.
  public static boolean holds(String text) {
    if (text.length() < SHORTEST || text.indexOf(':') < 0) {
      return false;
    }
    return (KIND.matcher(text).find() && VALUES.matcher(text).find())
        || GENERATOR.matcher(text).find()
        || patches(text);
  }

  /// A JSON patch (RFC 6902) names no kind.
  private static boolean patches(String text) {
    if (!OP.matcher(text).find()) {
      return false;
    }
    var paths = PATH.matcher(text);
    var pointers = new Pointers(text);
    while (paths.find()) {
      if (pointers.isIntoData(paths.end() - 1)) {
        return true;
      }
    }
    return false;
  }

  /// Whether what is under a key is hidden.
  ///
  /// @param secret whether the mapping is a Secret by what is around it, though it may not say so
  public static boolean hides(Value.Mapping mapping, String key, boolean secret) {
    return switch (key) {
      case "data", "stringData" -> secret || "Secret".equals(mapping.text("kind"));
      case "literals" -> "SecretGenerator".equals(mapping.text("kind"));
      case "secretGenerator" -> true;
      case "patch" -> "Secret".equals(mapping.mapping("target").text("kind"));
      case "value" -> {
        var path = mapping.text("path");
        yield path != null
            && mapping.text("op") != null
            && path.startsWith("/")
            && new Pointers(path).isIntoData(0);
      }
      default -> false;
    };
  }

  /// Whether what is under a key are Secrets, which need not say their kind.
  public static boolean areItems(Value.Mapping mapping, String key) {
    return key.equals("items") && "SecretList".equals(mapping.text("kind"));
  }

  /// Whether a value of a Secret stands anywhere in it.
  public static boolean in(Value value) {
    return in(value, false);
  }

  private static boolean in(Value value, boolean secret) {
    return switch (value) {
      case Value.Scalar scalar -> holds(scalar.text());
      case Value.Items items -> items.values().stream().anyMatch(item -> in(item, secret));
      case Value.Mapping mapping ->
          mapping.entries().entrySet().stream()
              .anyMatch(entry ->
                  hides(mapping, entry.getKey(), secret)
                      || in(entry.getValue(), areItems(mapping, entry.getKey())));
    };
  }
}
