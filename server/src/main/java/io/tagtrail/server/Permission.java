package io.tagtrail.server;

/// Whether the asker may do something somewhere.
///
/// @param right what: `promote`, `rollback` …
/// @param on where: an alias, or everything
/// @param why a sentence for people
public record Permission(String right, String on, boolean allowed, String why) {}
