package io.tagtrail.bundle.yaml;

import io.tagtrail.bundle.bound.UnreadableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
  private YamlReader() {}

  /// The documents that hold something.
  ///
  /// @throws NotYamlException if it is not UTF-8, not YAML, has a key twice or one that is no text,
  ///   is nested too deeply, or names itself
  /// @throws UnreadableException if the bundle's budget is used up
  public static List<Value> read(byte[] utf8, Budget budget) throws NotYamlException {
    var text = text(utf8);
    try {
      return documents(new Parse(settings(text, false)).parseString(text), budget);
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // The library throws the latter two of some escapes that are cut short.
      throw new NotYamlException("not YAML" + place(text), e);
    }
  }

  private static LoadSettings settings(String text, boolean marks) {
    return LoadSettings.builder().setUseMarks(marks).setCodePointLimit(text.length() + 1).build();
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
  private static String place(String text) {
    try {
      for (var event : new Parse(settings(text, true)).parseString(text)) {
        event.getEventId();
      }
      return "";
    } catch (MarkedYamlEngineException e) {
      return e.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return "";
    }
  }

  private static String text(byte[] utf8) throws NotYamlException {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new NotYamlException("not UTF-8", e);
    }
  }

  /// The text of a file that people can read; null where it is none.
  public static @Nullable String readable(byte[] bytes) {
    try {
      var text = text(bytes);
      return text.indexOf('\0') >= 0 ? null : text;
    } catch (NotYamlException e) {
      return null;
    }
  }
}
