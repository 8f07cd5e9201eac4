@NullMarked
package io.tagtrail.gateway.protocol;

import org.jspecify.annotations.NullMarked;
