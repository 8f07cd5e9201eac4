package io.tagtrail.bundle.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tagtrail.bundle.bound.Budget;
import io.tagtrail.bundle.bound.UnreadableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads the documents of a YAML file. The library scans and parses; values are built here, so that
/// an alias costs as much as what it stands for before anybody walks it.
public final class YamlReader {
  private static final int WINDOW = 1 << 16;

  private YamlReader() {}

  /// The documents that hold something.
  ///
  /// @throws NotYamlException if it is not UTF-8, not YAML, has a key twice or one that is no text,
  ///   is nested too deeply, or names itself
  /// @throws UnreadableException if the bundle's budget is used up
  public static List<Value> read(byte[] utf8, Budget budget) throws NotYamlException {
    budget.line(longestLine(utf8));
    try {
      return documents(new Parse(settings(utf8, false)).parseReader(letters(utf8)), budget);
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new NotYamlException("not UTF-8", e);
      }
      // The library throws the latter two of some escapes that are cut short.
      throw new NotYamlException("not YAML" + place(utf8), e);
    }
  }

  private static int longestLine(byte[] utf8) {
    int longest = 0;
    int start = 0;
    for (int i = 0; i <= utf8.length; i++) {
      if (i == utf8.length || utf8[i] == '\n' || utf8[i] == '\r') {
        longest = Math.max(longest, i - start);
        start = i + 1;
      }
    }
    return longest;
  }

  /// The library keeps all of a text without a break in a window, which it copies whenever it reads
  /// more: little at a time is quadratic.
  private static LoadSettings settings(byte[] utf8, boolean marks) {
    return LoadSettings.builder()
        .setUseMarks(marks)
        .setBufferSize(Math.clamp(utf8.length, 16, WINDOW))
        .setCodePointLimit(utf8.length + 1)
        .build();
  }

  private static List<Value> documents(Iterable<Event> events, Budget budget)
      throws NotYamlException {
    var all = new ArrayList<Value>();
    Builder builder = null;
    for (var event : events) {
      switch (event.getEventId()) {
        case DocumentStart -> {
          budget.document();
          builder = new Builder(budget);
        }
        case DocumentEnd -> {
          var value = builder == null ? null : builder.value();
          if (value != null && !(value instanceof Value.Scalar scalar && scalar.isNull())) {
            all.add(value);
          }
          builder = null;
        }
        default -> {
          if (builder != null) {
            builder.take(event);
          }
        }
      }
    }
    return all;
  }

  /// Where it went wrong: a second parse that keeps marks, which cost a fifth of the time. What
  /// went wrong is left out, because the library's words may quote the file.
  private static String place(byte[] utf8) {
    try {
      for (var event : new Parse(settings(utf8, true)).parseReader(letters(utf8))) {
        event.getEventId();
      }
      return "";
    } catch (MarkedYamlEngineException e) {
      return e.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return "";
    }
  }

  /// The text of a file that people can read; null where it is none.
  public static @Nullable String readable(byte[] bytes) {
    return isReadable(bytes)
        ? new String(bytes, start(bytes), bytes.length - start(bytes), UTF_8)
        : null;
  }

  /// Whether a file is text. No copy of it is made.
  public static boolean isReadable(byte[] bytes) {
    try (var letters = letters(bytes)) {
      var some = new char[8_192];
      for (int read = letters.read(some); read >= 0; read = letters.read(some)) {
        for (int i = 0; i < read; i++) {
          if (some[i] == 0) {
            return false;
          }
        }
      }
      return true;
    } catch (IOException e) {
      // Not UTF-8: nothing else goes wrong in memory.
      return false;
    }
  }

  /// The letters of a file after its mark of the order of bytes; what is not UTF-8 is an exception.
  private static Reader letters(byte[] utf8) {
    int start = start(utf8);
    return new InputStreamReader(
        new ByteArrayInputStream(utf8, start, utf8.length - start), UTF_8.newDecoder());
  }

  private static int start(byte[] utf8) {
    boolean marked =
        utf8.length >= 3
            && utf8[0] == (byte) 0xef
            && utf8[1] == (byte) 0xbb
            && utf8[2] == (byte) 0xbf;
    return marked ? 3 : 0;
  }
}
