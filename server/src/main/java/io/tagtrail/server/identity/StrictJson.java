package io.tagtrail.server.identity;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.Utf8;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// JSON of tokens, keys and issuers. Stricter than those who write it need (a duplicate member is
/// an error: two readers could take two values), but wider than the ledger's subset: null is read
/// as not there, and fractions are allowed.
///
/// Values are strings, longs, doubles, booleans, lists and maps.
final class StrictJson {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_STRING = 100_000;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNumberLength(40)
                  .build())
          .build();

  private StrictJson() {}

  /// @throws JsonException if the bytes are anything else than one object in UTF-8
  static Map<String, Object> object(byte[] utf8) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), Utf8.text(utf8))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonException("not a JSON object");
      }
      var object = members(parser);
      if (parser.nextToken() != null) {
        throw new JsonException("there is something after the JSON object");
      }
      return object;
    } catch (JacksonException e) {
      // Without the parser's own words: they quote the input, which here can be a secret.
      throw new JsonException("not well-formed JSON (or deep, or with a member twice)");
    }
  }

  /// The object in printable ASCII alone, so that it can be kept wherever texts can.
  static String write(Map<String, Object> object) {
    var out = new StringWriter();
    try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      write(generator, object);
    }
    return out.toString().replace("\u007f", "\\u007f");
  }

  private static Map<String, Object> members(JsonParser parser) {
    var members = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = Utf8.whole(parser.currentName());
      parser.nextToken();
      var value = value(parser);
      if (value != null) {
        members.put(name, value);
      }
    }
    return Collections.unmodifiableMap(members);
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          var item = value(parser);
          if (item != null) {
            items.add(item);
          }
        }
        yield Collections.unmodifiableList(items);
      }
      case VALUE_STRING -> Utf8.whole(parser.getString());
      // A number that a long cannot hold is an error: rounded, two ids would be one.
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new JsonException("a value of a kind that has no place here");
    };
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new JsonException("a number is out of range");
    }
    return value;
  }

  private static void write(JsonGenerator generator, Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        generator.writeStartObject();
        map.forEach((name, each) -> {
          generator.writeName((String) name);
          write(generator, each);
        });
        generator.writeEndObject();
      }
      case Iterable<?> items -> {
        generator.writeStartArray();
        items.forEach(item -> write(generator, item));
        generator.writeEndArray();
      }
      case String text -> generator.writeString(text);
      case Long number -> generator.writeNumber(number);
      case Integer number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      case Boolean flag -> generator.writeBoolean(flag);
      default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
    }
  }
}
