package io.tagtrail.oci.json;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON into [Node]s. A member that is there twice is an error: two readers would see two
/// different manifests in it. Streaming, since data binding would double the start of the CLI.
public final class NodeReader {
  private static final int MAX_DEPTH = 64;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(16 << 20)
                  .maxNumberLength(64)
                  .build())
          .build();

  private NodeReader() {}

  /// @throws JsonException if the bytes are not one JSON value
  public static Node read(byte[] utf8) {
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

  private static Node value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        var members = new LinkedHashMap<String, Node>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = Utf8.whole(parser.currentName());
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield new Node.Obj(members);
      }
      case START_ARRAY -> {
        var values = new ArrayList<Node>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(parser));
        }
        yield new Node.Arr(values);
      }
      case VALUE_STRING -> new Node.Str(Utf8.whole(parser.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Num(parser.getString());
      case VALUE_TRUE -> new Node.Bool(true);
      case VALUE_FALSE -> new Node.Bool(false);
      case VALUE_NULL -> Node.Missing.NULL;
      default -> throw new JsonException("a " + token + " has no place here");
    };
  }
}
