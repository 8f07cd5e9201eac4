/// Admission and safety: what is checked before a move, and what each check said.
@NullMarked
package io.tagtrail.core.policy;

import org.jspecify.annotations.NullMarked;
