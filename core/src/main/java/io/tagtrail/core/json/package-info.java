/// Canonical JSON (RFC 8785) and a strict reader of the same subset.
@NullMarked
package io.tagtrail.core.json;

import org.jspecify.annotations.NullMarked;
