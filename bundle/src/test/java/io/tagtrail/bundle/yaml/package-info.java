@NullMarked
package io.tagtrail.bundle.yaml;

import org.jspecify.annotations.NullMarked;
