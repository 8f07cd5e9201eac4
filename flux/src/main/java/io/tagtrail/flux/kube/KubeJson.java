package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads what Kubernetes writes. Wider than the ledger's own reader: a null is left out, a fraction
/// or a number that JSON does not keep exact is a text. Large parts that nobody here asks for are
/// not kept.
public final class KubeJson {
  private static final int MAX_DEPTH = 128;

  /// Parts of an object, two levels down (`metadata.managedFields`), that are skipped.
  private static final Set<String> SKIPPED =
      Set.of("managedFields", "values", "inventory", "patches", "postRenderers", "valuesFrom");

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

  /// What a list says of itself.
  record Page(String resourceVersion, String next) {}

  /// @throws JsonException if the bytes are anything else than one JSON object
  public static Json.Obj object(byte[] utf8) {
    return object(utf8, 0);
  }

  /// A line of a watch: the object is one level down.
  static Json.Obj event(byte[] utf8) {
    return object(utf8, -1);
  }

  private static Json.Obj object(byte[] utf8, int depth) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonException("not a JSON object");
      }
      var value = object(parser, depth);
      if (parser.nextToken() != null) {
        throw new JsonException("there is something after the JSON object");
      }
      return value;
    } catch (JacksonException e) {
      throw new JsonException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// Reads a list object by object, so that only one is whole in memory beside those that are kept.
  ///
  /// @throws JsonException if it is no list; [JacksonException] where reading itself fails
  static Page list(InputStream in, Consumer<KubeObject> each) {
    var version = "";
    var next = "";
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonException("not a list");
      }
      boolean items = false;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var name = String.valueOf(parser.currentName());
        var token = parser.nextToken();
        if (name.equals("items") && token == JsonToken.START_ARRAY) {
          items = true;
          items(parser, each);
        } else if (name.equals("items") && token == JsonToken.VALUE_NULL) {
          items = true;
        } else if (name.equals("metadata") && token == JsonToken.START_OBJECT) {
          var metadata = new KubeObject(object(parser, 0));
          version = orEmpty(metadata.text("resourceVersion"));
          next = orEmpty(metadata.text("continue"));
        } else {
          parser.skipChildren();
        }
      }
      if (!items) {
        throw new JsonException("not a list: it has no items");
      }
      return new Page(version, next);
    }
  }

  private static void items(JsonParser parser, Consumer<KubeObject> each) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new JsonException("an item of the list is no object");
      }
      each.accept(new KubeObject(object(parser, 0)));
    }
  }

  private static Json.Obj object(JsonParser parser, int depth) {
    var members = new TreeMap<String, Json>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = String.valueOf(parser.currentName());
      parser.nextToken();
      if (depth == 1 && SKIPPED.contains(name)) {
        parser.skipChildren();
        continue;
      }
      var value = value(parser, depth + 1);
      if (value != null) {
        members.put(name, value);
      }
    }
    return new Json.Obj(members);
  }

  private static @Nullable Json value(JsonParser parser, int depth) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser, depth);
      case START_ARRAY -> array(parser, depth);
      case VALUE_STRING -> new Json.Str(parser.getString());
      case VALUE_NUMBER_INT -> number(parser.getString());
      case VALUE_NUMBER_FLOAT -> new Json.Str(parser.getString());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> null;
      default -> throw new JsonException("a value of the kind " + token + " has no place here");
    };
  }

  private static Json.Arr array(JsonParser parser, int depth) {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      var item = value(parser, depth + 1);
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

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
