package io.tagtrail.flux.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.Utf8;
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

/// JSON of others, as a value of the ledger's subset: a null is left out, and a number that the
/// subset does not hold becomes its text. A member twice, deep nesting and anything after the value
/// are errors: two readers could take two values.
final class OutsideJson {
  private static final int MAX_DEPTH = 32;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(4 << 20)
                  .maxNumberLength(100)
                  .build())
          .build();

  private OutsideJson() {}

  /// @throws JsonException if the bytes are anything else than one object in UTF-8
  static Json.Obj object(byte[] utf8) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), Utf8.text(utf8))) {
      if (parser.nextToken() == JsonToken.START_OBJECT
          && value(parser) instanceof Json.Obj object
          && parser.nextToken() == null) {
        return object;
      }
      throw new JsonException("not one JSON object");
    } catch (JacksonException e) {
      // Without the parser's own words: they quote what a stranger wrote.
      throw new JsonException("not well-formed JSON (or deep, or with a member twice)", e);
    }
  }

  private static @Nullable Json value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        var members = new TreeMap<String, Json>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = Utf8.whole(parser.currentName());
          parser.nextToken();
          var value = value(parser);
          if (value != null) {
            members.put(name, value);
          }
        }
        yield new Json.Obj(members);
      }
      case START_ARRAY -> {
        var items = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          var item = value(parser);
          if (item != null) {
            items.add(item);
          }
        }
        yield new Json.Arr(items);
      }
      case VALUE_STRING -> new Json.Str(Utf8.whole(parser.getString()));
      case VALUE_NUMBER_INT -> integer(parser.getString());
      case VALUE_NUMBER_FLOAT -> new Json.Str(parser.getString());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> null;
      default -> throw new JsonException("a value of a kind that has no place here");
    };
  }

  private static Json integer(String digits) {
    try {
      return new Json.Num(Long.parseLong(digits));
    } catch (IllegalArgumentException e) {
      return new Json.Str(digits);
    }
  }
}
