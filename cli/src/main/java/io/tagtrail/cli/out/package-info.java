/// How answers are laid out: pages of a bounded width, JSON and YAML, progress. It knows nothing of
/// Tagtrail.
@NullMarked
package io.tagtrail.cli.out;

import org.jspecify.annotations.NullMarked;
