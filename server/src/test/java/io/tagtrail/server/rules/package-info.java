@NullMarked
package io.tagtrail.server.rules;

import org.jspecify.annotations.NullMarked;
