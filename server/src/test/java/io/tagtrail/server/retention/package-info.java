@NullMarked
package io.tagtrail.server.retention;

import org.jspecify.annotations.NullMarked;
