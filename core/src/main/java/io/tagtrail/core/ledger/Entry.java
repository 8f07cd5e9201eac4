package io.tagtrail.core.ledger;

import io.tagtrail.core.event.Event;

/// An event in its place in the log.
///
/// @param index its place, from 0, without gaps
/// @param event what happened
public record Entry(long index, Event event) {}
