package io.tagtrail.flux.discovery;

/// A source whose content no tag of Tagtrail's decides.
///
/// @param object `namespace/name`
/// @param url as it stands in the object
/// @param reason why it cannot be governed as it is
/// @param instead what would have to change
public record Ungoverned(String object, String url, String reason, String instead) {}
