package io.tagtrail.bundle.inventory;

import io.tagtrail.bundle.model.ObjectId;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import org.jspecify.annotations.Nullable;

/// A Kubernetes object.
///
/// @param digest of what it means, see [io.tagtrail.bundle.yaml.Meaning]; null of one that holds
///   values of Secrets
public record ObjectEntry(ObjectId id, String apiVersion, String file, @Nullable Digest digest) {
  Json toJson() {
    return new ObjectBuilder()
        .put("apiVersion", apiVersion)
        .put("kind", id.kind())
        .put("namespace", id.namespace())
        .put("name", id.name())
        .put("file", file)
        .putText("digest", digest)
        .build();
  }

  static ObjectEntry fromJson(ObjectView view) {
    var apiVersion = view.needText("apiVersion");
    int slash = apiVersion.indexOf('/');
    return new ObjectEntry(
        new ObjectId(
            slash < 0 ? "" : apiVersion.substring(0, slash),
            view.needText("kind"),
            view.text("namespace"),
            view.needText("name")),
        apiVersion,
        view.needText("file"),
        view.parsed("digest", Digest::parse));
  }
}
