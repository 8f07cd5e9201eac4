@NullMarked
package io.tagtrail.server.clusters;

import org.jspecify.annotations.NullMarked;
