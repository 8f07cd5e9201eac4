package io.tagtrail.server.http.exchange;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The parameters of a query, strictly: each at most once, percent escapes of UTF-8, and ([#done])
/// none that nobody asked for, because a typo must not mean something else.
public final class Query {
  private static final int VALUE_BYTES = 4_096;

  private final Map<String, String> values;
  private final Set<String> asked = new HashSet<>();

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /// @throws InvalidValueException if it is not of that form
  public static Query parse(@Nullable String raw) {
    var values = new LinkedHashMap<String, String>();
    if (raw != null && !raw.isEmpty()) {
      for (var pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw new InvalidValueException(
              "the query has a part that is not name=value: '%s'"
                  .formatted(Text.clipped(pair, 80)));
        }
        var name = decode(pair.substring(0, equals));
        if (values.put(name, decode(pair.substring(equals + 1))) != null) {
          throw new InvalidValueException(
              "the parameter '%s' is given more than once".formatted(Text.clipped(name, 80)));
        }
      }
    }
    return new Query(values);
  }

  public @Nullable String text(String name) {
    asked.add(name);
    var value = values.get(name);
    return value == null ? null : Text.bounded("the parameter " + name, value, VALUE_BYTES);
  }

  public String needText(String name) {
    var value = text(name);
    if (value == null) {
      throw new InvalidValueException("the parameter " + name + " is missing");
    }
    return value;
  }

  public <T> @Nullable T parsed(String name, Function<String, T> parse) {
    var value = text(name);
    return value == null ? null : parse.apply(value);
  }

  public boolean flag(String name, boolean otherwise) {
    return switch (text(name)) {
      case null -> otherwise;
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidValueException("the parameter " + name + " is true or false");
    };
  }

  /// A whole number from `min` to `max`.
  public long number(String name, long otherwise, long min, long max) {
    var value = text(name);
    if (value == null) {
      return otherwise;
    }
    if (value.matches("0|[1-9][0-9]{0,18}")) {
      var number = new BigInteger(value);
      if (number.compareTo(BigInteger.valueOf(min)) >= 0
          && number.compareTo(BigInteger.valueOf(max)) <= 0) {
        return number.longValueExact();
      }
    }
    throw new InvalidValueException(
        "the parameter %s is a number from %d to %d".formatted(name, min, max));
  }

  /// All of them, whatever they are: for answers that others make up.
  public Map<String, String> all() {
    asked.addAll(values.keySet());
    return Map.copyOf(values);
  }

  /// @throws InvalidValueException if there is a parameter that nobody asked for
  public void done() {
    for (var name : values.keySet()) {
      if (!asked.contains(name)) {
        throw new InvalidValueException(
            "there is no parameter '%s' here".formatted(Text.clipped(name, 80)));
      }
    }
  }

  private static String decode(String raw) {
    var out = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < raw.length() ? hex(raw.charAt(i + 1)) : -1;
        int low = i + 2 < raw.length() ? hex(raw.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          throw new InvalidValueException("the query has a broken percent escape");
        }
        out.put((byte) (high << 4 | low));
        i += 2;
      } else if (c == '+') {
        out.put((byte) ' ');
      } else if (c > ' ' && c < 0x7f) {
        out.put((byte) c);
      } else {
        throw new InvalidValueException(
            "the query has the character U+%04X, which needs a percent escape".formatted((int) c));
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidValueException("the query is not UTF-8", e);
    }
  }

  private static int hex(char c) {
    return c < 0x7f ? Character.digit(c, 16) : -1;
  }
}
