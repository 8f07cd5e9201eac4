package io.tagtrail.flux.inputs;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.time.Instant;

/// One alias as an input of a ResourceSet. Every value is a text of a fixed grammar (names, tags,
/// digests, numbers, a time): none holds a quote, a brace, a line break or anything else that means
/// something in a template or in YAML.
///
/// @param sequence of the change that made it the governed head
/// @param since when that was
public record Input(Alias alias, Location location, Digest digest, long sequence, Instant since) {
  /// Unique, the same for as long as the alias lives, and a DNS subdomain, so that it can name an
  /// object: `shop.prod`. No name of an application or an environment holds a dot.
  public String id() {
    return alias.application() + "." + alias.environment();
  }

  Json.Obj json() {
    return new ObjectBuilder()
        .put("id", id())
        .put("application", alias.application())
        .put("environment", alias.environment())
        .putText("repository", location.repository())
        .put("url", "oci://" + location.repository())
        .putText("tag", location.tag())
        .putText("digest", digest)
        // A text, because templates write large numbers as 1e+06.
        .put("sequence", Long.toString(sequence))
        .put("since", since)
        .build();
  }
}
