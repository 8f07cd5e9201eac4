package io.tagtrail.flux.discovery;

import io.tagtrail.core.model.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An OCIRepository that follows a proposed alias.
///
/// @param object `namespace/name`
/// @param users what takes its content, as `Kustomization apps/shop`
/// @param verify who checks signatures there; null where nobody does
/// @param consumed the manifest that it holds now; null where that is not known
public record Reader(
    String object,
    List<String> users,
    @Nullable String verify,
    boolean suspended,
    @Nullable Digest consumed) {
  public Reader {
    users = List.copyOf(users);
  }
}
