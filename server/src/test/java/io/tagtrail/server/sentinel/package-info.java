@NullMarked
package io.tagtrail.server.sentinel;

import org.jspecify.annotations.NullMarked;
