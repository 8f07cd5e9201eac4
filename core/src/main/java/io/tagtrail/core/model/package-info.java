/// The values that every other part speaks in: digests, locations, aliases, facts, events.
@NullMarked
package io.tagtrail.core.model;

import org.jspecify.annotations.NullMarked;
