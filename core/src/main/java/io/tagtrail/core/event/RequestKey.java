package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;

/// What makes a repeated request recognisable.
///
/// @param key a hash over the mover, the alias and the key that was given or implied
/// @param request a hash over what was asked, so that one key cannot stand for two requests
public record RequestKey(Digest key, Digest request) {
  Json toJson() {
    return new ObjectBuilder().putText("key", key).putText("request", request).build();
  }

  static RequestKey fromJson(ObjectView view) {
    return new RequestKey(
        view.needParsed("key", Digest::parse), view.needParsed("request", Digest::parse));
  }
}
