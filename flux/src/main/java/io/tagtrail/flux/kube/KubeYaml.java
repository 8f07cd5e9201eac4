package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Reads YAML (and with it JSON) that people and kubectl write, into the same trees as [KubeJson].
/// Bounded: in bytes, in depth, and in what aliases may grow to.
public final class KubeYaml {
  public static final int MAX_BYTES = 64 << 20;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NODES = 4_000_000;

  private int nodes;

  private KubeYaml() {}

  /// The documents that are objects; empty ones are left out.
  ///
  /// @param label what it is, for messages
  /// @throws JsonException naming what is wrong
  public static List<Json.Obj> documents(byte[] utf8, String label) {
    if (utf8.length > MAX_BYTES) {
      throw new JsonException(label + " is larger than " + (MAX_BYTES >> 20) + " MiB");
    }
    var text = Utf8.text(utf8);
    var settings =
        LoadSettings.builder()
            .setLabel(label)
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(50)
            .setCodePointLimit(MAX_BYTES)
            .build();
    var tree = new KubeYaml();
    var documents = new ArrayList<Json.Obj>();
    try {
      for (var document : new Load(settings).loadAllFromString(text)) {
        switch (tree.value(document, 0)) {
          case null -> {}
          case Json.Obj obj -> documents.add(obj);
          default -> throw new JsonException(label + " holds a document that is no object");
        }
      }
    } catch (JsonException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // Its parser throws others than its own too: for a cut escape of a character, for example.
      throw new JsonException(label + " is not YAML: " + firstLine(e), e);
    }
    return documents;
  }

  private @Nullable Json value(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw new JsonException("the YAML is too deep, or its aliases grow too large");
    }
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> object(map, depth);
      case Iterable<?> items -> array(items, depth);
      case Boolean bool -> new Json.Bool(bool);
      case Number number -> KubeJson.number(number.toString());
      default -> new Json.Str(value.toString());
    };
  }

  private Json.Obj object(Map<?, ?> map, int depth) {
    var members = new TreeMap<String, Json>();
    for (var entry : map.entrySet()) {
      if (entry.getKey() instanceof Map || entry.getKey() instanceof Iterable) {
        throw new JsonException("a key of the YAML is not a text");
      }
      var inner = value(entry.getValue(), depth + 1);
      if (inner != null) {
        members.put(String.valueOf(entry.getKey()), inner);
      }
    }
    return new Json.Obj(members);
  }

  private Json.Arr array(Iterable<?> items, int depth) {
    var list = new ArrayList<Json>();
    for (var item : items) {
      var inner = value(item, depth + 1);
      if (inner != null) {
        list.add(inner);
      }
    }
    return new Json.Arr(list);
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage())
        .lines()
        .limit(3)
        .reduce("", (a, b) -> a + " " + b)
        .strip();
  }
}
