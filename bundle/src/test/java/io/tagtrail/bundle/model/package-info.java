@NullMarked
package io.tagtrail.bundle.model;

import org.jspecify.annotations.NullMarked;
