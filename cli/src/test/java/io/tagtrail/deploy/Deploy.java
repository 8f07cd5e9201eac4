package io.tagtrail.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The folder `deploy/`, and YAML in it.
final class Deploy {
  private Deploy() {}

  static Path path(String name) {
    return Path.of(Objects.requireNonNull(System.getProperty("tagtrail.root")), "deploy", name);
  }

  static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The documents of a file; a key that is there twice is an error.
  static List<Object> yaml(String name) {
    var settings = LoadSettings.builder().setLabel(name).setAllowDuplicateKeys(false).build();
    var documents = new ArrayList<Object>();
    new Load(settings).loadAllFromString(text(name)).forEach(documents::add);
    return documents;
  }

  static Object one(String name) {
    var documents = yaml(name);
    if (documents.size() != 1) {
      throw new IllegalStateException(name + " holds " + documents.size() + " documents");
    }
    return documents.getFirst();
  }

  /// What is at a path of keys and positions; null where there is nothing.
  static @Nullable Object at(@Nullable Object node, Object... path) {
    var found = node;
    for (var step : path) {
      found =
          switch (found) {
            case Map<?, ?> map -> map.get(step);
            case List<?> list when step instanceof Integer index && index < list.size() ->
                list.get(index);
            case null, default -> null;
          };
    }
    return found;
  }

  static List<?> list(@Nullable Object node, Object... path) {
    return at(node, path) instanceof List<?> list ? list : List.of();
  }
}
