@NullMarked
package io.tagtrail.server.inside;

import org.jspecify.annotations.NullMarked;
