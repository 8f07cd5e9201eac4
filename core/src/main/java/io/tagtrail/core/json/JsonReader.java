package io.tagtrail.core.json;

import java.util.ArrayList;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON of the subset of [Json], strictly: a duplicate member, a null, a fraction, deep
/// nesting or anything after the value is an error.
public final class JsonReader {
  private static final int MAX_DEPTH = 32;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(8 << 20)
                  .maxNumberLength(32)
                  .build())
          .build();

  private JsonReader() {}

  /// @throws JsonException if the bytes are anything else than one value of the subset
  public static Json read(byte[] utf8) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), Utf8.text(utf8))) {
      if (parser.nextToken() == null) {
        throw new JsonException("there is nothing where JSON should be");
      }
      var value = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonException("there is something after the JSON value");
      }
      return value;
    } catch (JacksonException e) {
      throw new JsonException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// The reader of an object.
  ///
  /// @throws JsonException if the bytes are anything else than one object of the subset
  public static ObjectView object(byte[] utf8) {
    if (read(utf8) instanceof Json.Obj obj) {
      return new ObjectView("the document", obj);
    }
    throw new JsonException("the document is not a JSON object");
  }

  private static Json value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        var members = new TreeMap<String, Json>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = Utf8.whole(parser.currentName());
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield new Json.Obj(members);
      }
      case START_ARRAY -> {
        var items = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield new Json.Arr(items);
      }
      case VALUE_STRING -> new Json.Str(Utf8.whole(parser.getString()));
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      default -> throw new JsonException("a value of the kind " + token + " has no place here");
    };
  }

  private static Json integer(JsonParser parser) {
    try {
      return new Json.Num(parser.getLongValue());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new JsonException("an integer is out of range", e);
    }
  }
}
