@NullMarked
package io.tagtrail.flux.agent;

import org.jspecify.annotations.NullMarked;
