package io.tagtrail.bundle.model;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// What makes an object the same one for Kubernetes, whatever the version that it is written in.
///
/// @param group the API group; empty for the core group
/// @param namespace as it is written; null where none is
public record ObjectId(String group, String kind, @Nullable String namespace, String name)
    implements Comparable<ObjectId> {
  private static final int NAME_BYTES = 253;
  private static final int KIND_BYTES = 63;
  private static final Comparator<ObjectId> ORDER =
      Comparator.comparing(ObjectId::kind)
          .thenComparing(id -> id.namespace() == null ? "" : id.namespace())
          .thenComparing(ObjectId::name)
          .thenComparing(ObjectId::group);

  public ObjectId {
    group = Clipped.of(group, NAME_BYTES);
    kind = Clipped.of(kind, KIND_BYTES);
    namespace = namespace == null ? null : Clipped.of(namespace, NAME_BYTES);
    name = Clipped.of(name, NAME_BYTES);
  }

  @Override
  public int compareTo(ObjectId other) {
    return ORDER.compare(this, other);
  }

  /// `Deployment shop/web`, or `Namespace shop`.
  @Override
  public String toString() {
    return kind + " " + (namespace == null ? "" : namespace + "/") + name;
  }
}
