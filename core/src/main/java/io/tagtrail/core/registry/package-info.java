/// The port to OCI registries, as small as the governed path needs it.
@NullMarked
package io.tagtrail.core.registry;

import org.jspecify.annotations.NullMarked;
