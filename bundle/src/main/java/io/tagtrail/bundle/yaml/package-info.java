/// YAML to values and back, under limits: aliases, depth, documents, size.
@NullMarked
package io.tagtrail.bundle.yaml;

import org.jspecify.annotations.NullMarked;
