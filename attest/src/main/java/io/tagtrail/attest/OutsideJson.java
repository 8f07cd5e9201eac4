package io.tagtrail.attest;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectView;
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

/// Reads JSON that signers write. As strict as the ledger's reader in what could be read two ways
/// (a member that is there twice, text that is not UTF-8, anything after the value); but nulls,
/// fractions and huge numbers, which predicates may hold, are left out instead of refused: nothing
/// that is checked here is one, and what is checked and missing fails.
final class OutsideJson {
  private static final int MAX_DEPTH = 64;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(4 << 20)
                  .maxNumberLength(1_000)
                  .build())
          .build();

  private OutsideJson() {}

  /// @param what what it is, for messages
  /// @throws JsonException if the bytes are not one JSON object
  static ObjectView object(String what, byte[] utf8) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), Utf8.text(utf8))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonException("it is not a JSON object");
      }
      var members = members(parser);
      if (parser.nextToken() != null) {
        throw new JsonException("there is something after the JSON object");
      }
      return new ObjectView(what, members);
    } catch (JacksonException e) {
      throw new JsonException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Json.Obj members(JsonParser parser) {
    var members = new TreeMap<String, Json>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = Utf8.whole(parser.currentName());
      parser.nextToken();
      var value = value(parser);
      if (value != null) {
        members.put(name, value);
      }
    }
    return new Json.Obj(members);
  }

  private static @Nullable Json value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> members(parser);
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
      case VALUE_NUMBER_FLOAT, VALUE_NULL -> null;
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      default -> throw new JsonException("a " + token + " has no place here");
    };
  }

  private static @Nullable Json integer(String literal) {
    // Sixteen digits and a sign: all integers that JSON keeps exact, and few others.
    if (literal.length() > 17) {
      return null;
    }
    long value = Long.parseLong(literal);
    return Math.abs(value) > Json.MAX_INTEGER ? null : new Json.Num(value);
  }
}
