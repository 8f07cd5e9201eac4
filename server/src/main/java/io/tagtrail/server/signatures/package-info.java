/// Signatures on bundles, looked up in the registry that holds the bundle.
@NullMarked
package io.tagtrail.server.signatures;

import org.jspecify.annotations.NullMarked;
