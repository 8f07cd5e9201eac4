package io.tagtrail.core.promotion;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.Annotations;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import java.util.List;
import java.util.Optional;

/// What stands under `prod.tagtrail` and says which ledger governs `prod`: an index of nothing,
/// with the ledger's name as an annotation. It refers to no blob, so that one PUT makes it; every
/// alias of a ledger has the same bytes, so that one HEAD tells whether it is ours.
public final class Marker {
  public static final String ARTIFACT_TYPE = "application/vnd.tagtrail.governs.v1+json";
  public static final String LEDGER = "io.tagtrail.ledger";

  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final int ORIGIN_BYTES = 300;

  private Marker() {}

  /// The marker of a ledger.
  ///
  /// @param origin the ledger's name
  public static Manifest of(String origin) {
    var json =
        new ObjectBuilder()
            .put("schemaVersion", 2L)
            .put("mediaType", INDEX)
            .put("artifactType", ARTIFACT_TYPE)
            .put("manifests", new Json.Arr(List.of()))
            .put("annotations", new ObjectBuilder().put(LEDGER, origin).build())
            .build();
    return Manifest.of(INDEX, json.canonicalBytes());
  }

  /// The name of the ledger that a manifest is the marker of; empty where it is no marker.
  static Optional<String> origin(Manifest manifest) {
    try {
      return Optional.ofNullable(Annotations.of(manifest).get(LEDGER))
          .filter(origin -> !origin.isBlank())
          .map(origin -> Text.clipped(origin, ORIGIN_BYTES));
    } catch (RegistryException e) {
      return Optional.empty();
    }
  }
}
