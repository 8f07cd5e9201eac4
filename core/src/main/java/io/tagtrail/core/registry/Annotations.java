package io.tagtrail.core.registry;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.Utf8;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads the annotations of a manifest or an index, and nothing else of it. Manifests are JSON of
/// any kind (null and fractions too), so this is not the ledger's reader.
public final class Annotations {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private Annotations() {}

  /// The annotations; a value that is not a text is left out.
  ///
  /// @throws RegistryException of the kind LYING if the bytes are not a JSON object, or a member is
  ///   there twice
  public static Map<String, String> of(Manifest manifest) {
    var found = new HashMap<String, String>();
    try (var parser =
        FACTORY.createParser(ObjectReadContext.empty(), Utf8.text(manifest.bytes()))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed(manifest, null);
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean wanted = "annotations".equals(parser.currentName());
        var token = parser.nextToken();
        if (!wanted || token != JsonToken.START_OBJECT) {
          parser.skipChildren();
          continue;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = parser.currentName();
          if (parser.nextToken() == JsonToken.VALUE_STRING) {
            found.put(name, parser.getString());
          } else {
            parser.skipChildren();
          }
        }
      }
      return found;
    } catch (JacksonException | JsonException e) {
      throw malformed(manifest, e);
    }
  }

  private static RegistryException malformed(
      Manifest manifest, @org.jspecify.annotations.Nullable Exception cause) {
    return new RegistryException(
        RegistryException.Kind.LYING,
        RegistryException.Applied.NO,
        0,
        "the manifest %s is not a well-formed JSON object".formatted(manifest.digest()),
        cause);
  }
}
