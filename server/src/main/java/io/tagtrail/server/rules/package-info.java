/// What a policy asks that takes a library: calendars, expressions, signatures.
@NullMarked
package io.tagtrail.server.rules;

import org.jspecify.annotations.NullMarked;
