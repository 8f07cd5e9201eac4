package io.tagtrail.gateway.protocol;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.Utf8;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
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

/// Reads the shape of a manifest. Members that it does not know are allowed; a member that stands
/// twice is not, because two readers could then see two manifests under one digest. A null is the
/// same as nothing there.
public final class ManifestReader {
  /// The largest manifest, in bytes: what the specification says that everybody should take.
  public static final int MAX_BYTES = 4 << 20;

  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER = 64;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_BYTES)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .build();

  private final JsonParser parser;
  private @Nullable String mediaType;
  private @Nullable String artifactType;
  private @Nullable Descriptor config;
  private @Nullable List<Descriptor> layers;
  private @Nullable List<Descriptor> manifests;
  private @Nullable List<Descriptor> blobs;
  private @Nullable Descriptor subject;
  private final TreeMap<String, String> annotations = new TreeMap<>();

  private ManifestReader(JsonParser parser) {
    this.parser = parser;
  }

  public static Outcome<ManifestShape> read(byte[] bytes) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), Utf8.text(bytes))) {
      return new Outcome.Done<>(new ManifestReader(parser).document());
    } catch (JacksonException e) {
      return invalid("it is not JSON: " + Text.clipped(e.getOriginalMessage(), 200));
    } catch (RefusedException e) {
      return new Outcome.Refused<>(e.error());
    } catch (JsonException | InvalidValueException e) {
      return invalid(String.valueOf(e.getMessage()));
    }
  }

  private ManifestShape document() throws RefusedException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw bad("it is not a JSON object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = Utf8.whole(parser.currentName());
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        member(name);
      }
    }
    if (parser.nextToken() != null) {
      throw bad("there is something after its end");
    }
    return new ManifestShape(
        mediaType, artifactType, config, layers, manifests, blobs, subject, annotations);
  }

  private void member(String name) throws RefusedException {
    switch (name) {
      case "mediaType" -> mediaType = text(name);
      case "artifactType" -> artifactType = text(name);
      case "config" -> config = descriptor(name);
      case "layers" -> layers = descriptors(name);
      case "manifests" -> manifests = descriptors(name);
      case "blobs" -> blobs = descriptors(name);
      case "subject" -> subject = descriptor(name);
      case "annotations" -> annotations();
      default -> skip();
    }
  }

  /// Goes past a value that is not known. All of it must be readable all the same: clients read it.
  private void skip() {
    int depth = 0;
    do {
      switch (parser.currentToken()) {
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        default -> Utf8.whole(parser.getString());
      }
    } while (depth > 0 && parser.nextToken() != null);
  }

  private String text(String name) throws RefusedException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw bad("its member '" + name + "' is not a text");
    }
    // Half a character could not be listed among the referrers.
    return Utf8.whole(parser.getString());
  }

  private void annotations() throws RefusedException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw bad("its annotations are not an object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      parser.nextToken();
      var value = text("annotations");
      annotations.put(Utf8.whole(parser.currentName()), value);
    }
  }

  private List<Descriptor> descriptors(String name) throws RefusedException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw bad("its member '" + name + "' is not a list");
    }
    var list = new ArrayList<Descriptor>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(descriptor(name));
    }
    return list;
  }

  private Descriptor descriptor(String where) throws RefusedException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw bad("its member '" + where + "' is not a descriptor");
    }
    String type = null;
    String digest = null;
    long size = -1;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = Utf8.whole(parser.currentName());
      var token = parser.nextToken();
      switch (name) {
        case "mediaType" -> type = text(name);
        case "digest" -> digest = text(name);
        case "size" -> {
          if (token != JsonToken.VALUE_NUMBER_INT) {
            throw bad("a size in '" + where + "' is not an integer");
          }
          size = parser.getLongValue();
        }
        default -> skip();
      }
    }
    if (type == null || digest == null || size < 0) {
      throw bad("a descriptor in '" + where + "' lacks its mediaType, digest or size");
    }
    return new Descriptor(type, Digest.parse(digest), size);
  }

  private static RefusedException bad(String why) {
    return RefusedException.of(ErrorCode.MANIFEST_INVALID, sentence(why));
  }

  private static Outcome<ManifestShape> invalid(String why) {
    return Outcome.refused(ErrorCode.MANIFEST_INVALID, sentence(why));
  }

  private static String sentence(String why) {
    return "the manifest is refused: " + why + "; nothing was changed";
  }
}
