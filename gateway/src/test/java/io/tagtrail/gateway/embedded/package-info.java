@NullMarked
package io.tagtrail.gateway.embedded;

import org.jspecify.annotations.NullMarked;
