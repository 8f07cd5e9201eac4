@NullMarked
package io.tagtrail.flux.discovery;

import org.jspecify.annotations.NullMarked;
