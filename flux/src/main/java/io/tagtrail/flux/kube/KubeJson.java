package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads what Kubernetes writes, whole: what an operator gives us, and small answers; for objects
/// of a cluster see [KubeReader]. Wider than the ledger's own reader: a null is left out, a
/// fraction or a number that JSON does not keep exact is a text.
public final class KubeJson {
  private static final int MAX_DEPTH = 128;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(4 << 20)
                  .maxNumberLength(400)
                  .build())
          .build();

  private KubeJson() {}

  /// @throws JsonException if the bytes are anything else than one JSON object
  public static Json.Obj object(byte[] utf8) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonException("not a JSON object");
      }
      var value = object(parser);
      if (parser.nextToken() != null) {
        throw new JsonException("there is something after the JSON object");
      }
      return value;
    } catch (JacksonException e) {
      throw new JsonException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Json.Obj object(JsonParser parser) {
    var members = new TreeMap<String, Json>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = String.valueOf(parser.currentName());
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
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new Json.Str(parser.getString());
      case VALUE_NUMBER_INT -> number(parser.getString());
      case VALUE_NUMBER_FLOAT -> new Json.Str(parser.getString());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> null;
      default -> throw new JsonException("a value of the kind " + token + " has no place here");
    };
  }

  private static Json.Arr array(JsonParser parser) {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      var item = value(parser);
      if (item != null) {
        items.add(item);
      }
    }
    return new Json.Arr(items);
  }

  static Json number(String text) {
    try {
      long value = Long.parseLong(text);
      return Math.abs(value) <= Json.MAX_INTEGER && value != Long.MIN_VALUE
          ? new Json.Num(value)
          : new Json.Str(text);
    } catch (NumberFormatException e) {
      return new Json.Str(text);
    }
  }
}
