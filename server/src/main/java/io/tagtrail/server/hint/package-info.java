/// What was heard from outside, on its way to those who then look sooner.
@NullMarked
package io.tagtrail.server.hint;

import org.jspecify.annotations.NullMarked;
