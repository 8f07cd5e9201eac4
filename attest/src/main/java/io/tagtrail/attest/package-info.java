/// Signatures on bundles: which keys signed a digest.
@NullMarked
package io.tagtrail.attest;

import org.jspecify.annotations.NullMarked;
