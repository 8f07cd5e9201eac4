package io.tagtrail.flux.event;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Tag;
import org.jspecify.annotations.Nullable;

/// Something changed in a repository, by the word of its registry.
///
/// @param host the registry's name, where the notification has it (`ghcr.io`); registries seldom
///   know the name by which others reach them
/// @param repository its path in the registry, `acme/shop`
/// @param tag the tag that changed; null where that can be any of the repository
/// @param digest what it resolves to now; null where the notification does not say
public record Push(
    @Nullable String host, String repository, @Nullable Tag tag, @Nullable Digest digest) {}
