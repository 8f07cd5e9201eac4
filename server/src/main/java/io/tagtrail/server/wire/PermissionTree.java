package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.server.Permission;
import java.util.List;

/// The JSON form of what somebody may do.
public final class PermissionTree {
  private PermissionTree() {}

  public static Json.Obj all(List<Permission> permissions) {
    return new ObjectBuilder()
        .put("permissions", Trees.list(permissions, PermissionTree::of))
        .build();
  }

  public static List<Permission> readAll(ObjectView view) {
    return Trees.read(view, "permissions", PermissionTree::read);
  }

  private static Json of(Permission permission) {
    return new ObjectBuilder()
        .put("right", permission.right())
        .put("on", permission.on())
        .put("allowed", permission.allowed())
        .put("why", permission.why())
        .build();
  }

  private static Permission read(ObjectView view) {
    return new Permission(
        view.needText("right"), view.needText("on"), view.flag("allowed"), view.needText("why"));
  }
}
