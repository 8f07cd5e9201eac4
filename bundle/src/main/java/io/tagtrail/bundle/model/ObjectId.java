package io.tagtrail.bundle.model;

import io.tagtrail.core.model.Text;
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
    group = clipped(group, NAME_BYTES);
    kind = clipped(kind, KIND_BYTES);
    namespace = namespace == null ? null : clipped(namespace, NAME_BYTES);
    name = clipped(name, NAME_BYTES);
  }

  private static String clipped(String text, int bytes) {
    // Nearly all are plain: they are not walked twice.
    return Text.fits(text, bytes) ? text : Text.clipped(text, bytes);
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
