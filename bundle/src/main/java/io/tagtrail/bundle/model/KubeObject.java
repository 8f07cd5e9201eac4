package io.tagtrail.bundle.model;

import io.tagtrail.bundle.yaml.Value;
import org.jspecify.annotations.Nullable;

/// A Kubernetes object, as it is written in a file of a bundle.
public record KubeObject(ObjectId id, String apiVersion, String file, Value.Mapping tree) {
  private static final int API_VERSION_BYTES = 317;

  public KubeObject {
    apiVersion = Clipped.of(apiVersion, API_VERSION_BYTES);
  }

  /// The object that a document is; null where it is none: no API version, kind or name.
  public static @Nullable KubeObject of(Value document, String file) {
    if (!(document instanceof Value.Mapping tree)) {
      return null;
    }
    var apiVersion = tree.text("apiVersion");
    var kind = tree.text("kind");
    return apiVersion == null || kind == null ? null : of(apiVersion, kind, tree, file);
  }

  static @Nullable KubeObject of(String apiVersion, String kind, Value.Mapping tree, String file) {
    var metadata = tree.mapping("metadata");
    var name = metadata.text("name");
    var generated = metadata.text("generateName");
    if (name == null && generated != null) {
      name = generated + "*";
    }
    if (name == null || name.isBlank() || kind.isBlank() || apiVersion.isBlank()) {
      return null;
    }
    int slash = apiVersion.indexOf('/');
    var group = slash < 0 ? "" : apiVersion.substring(0, slash);
    var namespace = metadata.text("namespace");
    return new KubeObject(
        new ObjectId(
            group, kind, namespace == null || namespace.isBlank() ? null : namespace, name),
        apiVersion,
        file,
        tree);
  }

  public boolean is(String kind, String group) {
    return id.kind().equals(kind) && id.group().equals(group);
  }

  /// Whether it is a Secret: its values are shown nowhere.
  public boolean isSecret() {
    return is("Secret", "");
  }
}
