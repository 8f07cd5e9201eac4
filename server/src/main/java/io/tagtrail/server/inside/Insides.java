package io.tagtrail.server.inside;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Repository;

/// Looks into bundles.
@FunctionalInterface
public interface Insides {
  /// Where nobody gave the means to read layers.
  Insides NONE =
      (repository, bundle) -> new Looked.Unreadable("this process has no way to read layers", true);

  Looked look(Repository repository, Descriptor bundle);
}
