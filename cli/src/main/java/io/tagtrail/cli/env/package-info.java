/// What the environment says of who asks: a pipeline's variables, or the person at a laptop. All of
/// it is claimed.
@NullMarked
package io.tagtrail.cli.env;

import org.jspecify.annotations.NullMarked;
