@NullMarked
package io.tagtrail.flux.inputs;

import org.jspecify.annotations.NullMarked;
