package io.tagtrail.flux.status;

import io.tagtrail.flux.kube.KubeObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The object that a failing workload names in its message, as kustomize-controller
/// (`Deployment/apps/web status: 'InProgress'`) and helm-controller (`resource Deployment/apps/web
/// not ready`) write them.
///
/// @param namespace empty for one without
record FailingObject(String kind, String namespace, String name) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\b([A-Z][A-Za-z0-9]{1,62})/(?:([a-z0-9][a-z0-9-]{0,62})/)?([a-z0-9][a-z0-9.-]{0,252})");

  static @Nullable FailingObject in(@Nullable String message) {
    if (message == null) {
      return null;
    }
    var found = FORM.matcher(message);
    if (!found.find()) {
      return null;
    }
    var namespace = found.group(2);
    var name = found.group(3).replaceAll("[.-]+$", "");
    return new FailingObject(found.group(1), namespace == null ? "" : namespace, name);
  }

  static FailingObject of(KubeObject object) {
    return new FailingObject(object.kind(), object.namespace(), object.name());
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? kind + "/" + name : kind + "/" + namespace + "/" + name;
  }
}
