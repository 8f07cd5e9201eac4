package io.tagtrail.bundle;

import org.jspecify.annotations.Nullable;

/// A layer of a bundle.
///
/// @param title the name of its file, where it is one (`org.opencontainers.image.title`)
public record Part(String mediaType, @Nullable String title, byte[] bytes) {}
