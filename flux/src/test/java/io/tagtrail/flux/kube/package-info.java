@NullMarked
package io.tagtrail.flux.kube;

import org.jspecify.annotations.NullMarked;
