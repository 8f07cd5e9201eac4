package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// Reads what an API server answers, as far as it is [Wanted]. What is not is skipped whatever it
/// is: no part of one object may keep others from being read, or take room.
final class KubeReader {
  /// What is kept of one object at most; the rest of it is skipped. One that has more can be told
  /// by its weight, which is over this.
  static final int OBJECT_BYTES = 64 << 10;

  /// Messages can be longer; of them people read the beginning.
  private static final int TEXT_CHARS = 4_096;

  /// Wide, because it bounds also what is skipped: an API server takes a name of a megabyte, and
  /// ten thousand levels. Names are not remembered across objects, of which there are as many as
  /// somebody likes.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(20_000)
                  .maxNameLength(16 << 20)
                  .maxStringLength(16 << 20)
                  .maxNumberLength(1 << 20)
                  .build())
          .build();

  private final JsonParser parser;
  private long weight;

  private KubeReader(JsonParser parser) {
    this.parser = parser;
  }

  /// What a list says of itself.
  record Page(String resourceVersion, String next) {}

  /// A line of a watch.
  ///
  /// @throws JsonException if the bytes are anything else than one JSON object
  static Json.Obj event(byte[] utf8) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonException("not a JSON object");
      }
      var event = new KubeReader(parser).members(Wanted.EVENT);
      if (parser.nextToken() != null) {
        throw new JsonException("there is something after the JSON object");
      }
      return event;
    } catch (JacksonException e) {
      throw new JsonException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// Reads a list object by object, so that only one is in memory beside those that are kept.
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
          var metadata = new KubeObject(new KubeReader(parser).members(Wanted.LIST));
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
      each.accept(new KubeObject(new KubeReader(parser).members(Wanted.OBJECT)));
    }
  }

  private Json.Obj members(Wanted wanted) {
    weight += Weight.CONTAINER;
    var members = new TreeMap<String, Json>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var part = wanted.part(String.valueOf(parser.currentName()));
      parser.nextToken();
      // Who an object is comes before what it says: an API server writes members by name.
      var value = part == null || weight > OBJECT_BYTES ? skipped() : value(part.of());
      if (part != null && value != null) {
        weight += Weight.PLACE;
        if (members.put(part.name(), value) != null) {
          throw new JsonException("an object has the member %s twice".formatted(part.name()));
        }
      }
    }
    return new Json.Obj(members);
  }

  private @Nullable Json skipped() {
    parser.skipChildren();
    return null;
  }

  /// Null for what has another form than is wanted there.
  private @Nullable Json value(Wanted wanted) {
    var token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> wanted.isPlain() ? skipped() : members(wanted);
      case START_ARRAY -> wanted.isPlain() ? skipped() : items(wanted);
      case null, default -> wanted.isPlain() ? plain(token) : null;
    };
  }

  private @Nullable Json plain(@Nullable JsonToken token) {
    var value =
        switch (token) {
          case VALUE_STRING, VALUE_NUMBER_FLOAT -> text();
          case VALUE_NUMBER_INT -> KubeJson.number(clipped(parser.getString()));
          case VALUE_TRUE -> new Json.Bool(true);
          case VALUE_FALSE -> new Json.Bool(false);
          case null, default -> null;
        };
    weight += value == null ? 0 : Weight.of(value);
    return value;
  }

  private Json.Str text() {
    return new Json.Str(clipped(parser.getString()));
  }

  private static String clipped(String text) {
    if (text.length() <= TEXT_CHARS) {
      return text;
    }
    boolean half = Character.isHighSurrogate(text.charAt(TEXT_CHARS - 1));
    return text.substring(0, half ? TEXT_CHARS - 1 : TEXT_CHARS);
  }

  /// The objects of a list; anything else in it is skipped.
  private Json.Arr items(Wanted wanted) {
    weight += Weight.CONTAINER;
    var items = new ArrayList<Json>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT && weight <= OBJECT_BYTES) {
        items.add(members(wanted));
        weight += Weight.PLACE;
      } else {
        parser.skipChildren();
      }
    }
    return new Json.Arr(items);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
