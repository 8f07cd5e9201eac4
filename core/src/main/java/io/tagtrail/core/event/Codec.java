package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;

/// A descriptor in the form that OCI gives it.
public final class Codec {
  private Codec() {}

  public static Json descriptor(Descriptor descriptor) {
    return new ObjectBuilder()
        .put("mediaType", descriptor.mediaType())
        .putText("digest", descriptor.digest())
        .put("size", descriptor.size())
        .build();
  }

  public static Descriptor descriptor(ObjectView view) {
    return new Descriptor(
        view.needText("mediaType"),
        view.needParsed("digest", Digest::parse),
        view.needNumber("size"));
  }
}
