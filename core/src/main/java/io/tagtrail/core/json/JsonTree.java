package io.tagtrail.core.json;

import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads the one value of a text. In what could be read two ways (a member that is there twice,
/// text that is not UTF-8, anything after the value) it is strict for everybody.
///
/// @param subset whether what the subset of [Json] does not hold is an error; otherwise a null is
///   left out and a number becomes its text
record JsonTree(JsonFactory factory, boolean subset) {
  static JsonTree of(boolean subset, int maxDepth, int maxString, int maxNumber) {
    var factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxStringLength(maxString)
                    .maxNumberLength(maxNumber)
                    .build())
            .build();
    return new JsonTree(factory, subset);
  }

  /// @param most values that it may hold, at any depth. A value of two bytes (`{}`) takes fifty in
  ///   memory and more, so that a bound on bytes alone bounds nothing
  /// @throws JsonException if it is not one value, or holds more
  /// @throws JacksonException if it is not JSON
  Json read(byte[] utf8, int most) {
    try (var parser = factory.createParser(ObjectReadContext.empty(), Utf8.text(utf8))) {
      if (parser.nextToken() == null) {
        throw new JsonException("there is nothing where JSON should be");
      }
      var value = new Reading(parser, most).value();
      if (parser.nextToken() != null) {
        throw new JsonException("there is something after the JSON value");
      }
      if (value == null) {
        throw new JsonException("there is null where a value should be");
      }
      return value;
    }
  }

  private static Json refused(JsonToken token) {
    throw new JsonException("a value of the kind " + token + " has no place here");
  }

  /// One text on its way.
  private final class Reading {
    private final JsonParser parser;
    private final int most;
    private int values;

    Reading(JsonParser parser, int most) {
      this.parser = parser;
      this.most = most;
    }

    /// @return null for a null that is left out
    @Nullable Json value() {
      if (++values > most) {
        throw new JsonException("there are more than %d values in it".formatted(most));
      }
      JsonToken token = parser.currentToken();
      return switch (token) {
        case START_OBJECT -> members();
        case START_ARRAY -> items();
        case VALUE_STRING -> new Json.Str(Utf8.whole(parser.getString()));
        case VALUE_NUMBER_INT -> integer(parser.getString());
        case VALUE_TRUE -> new Json.Bool(true);
        case VALUE_FALSE -> new Json.Bool(false);
        case VALUE_NUMBER_FLOAT -> subset ? refused(token) : new Json.Str(parser.getString());
        case VALUE_NULL -> subset ? refused(token) : null;
        default -> refused(token);
      };
    }

    private Json.Obj members() {
      var members = new TreeMap<String, Json>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var name = Utf8.whole(parser.currentName());
        parser.nextToken();
        var value = value();
        if (value != null) {
          members.put(name, value);
        }
      }
      return new Json.Obj(members);
    }

    private Json.Arr items() {
      var items = new ArrayList<Json>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        var item = value();
        if (item != null) {
          items.add(item);
        }
      }
      return new Json.Arr(items);
    }
  }

  private Json integer(String literal) {
    try {
      return new Json.Num(Long.parseLong(literal));
    } catch (IllegalArgumentException e) {
      if (subset) {
        throw new JsonException("an integer is out of range", e);
      }
      return new Json.Str(literal);
    }
  }
}
