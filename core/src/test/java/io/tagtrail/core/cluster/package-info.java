@NullMarked
package io.tagtrail.core.cluster;

import org.jspecify.annotations.NullMarked;
