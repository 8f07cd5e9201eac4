@NullMarked
package io.tagtrail.server.readiness;

import org.jspecify.annotations.NullMarked;
