/// What is inside a bundle: objects, images, differences.
@NullMarked
package io.tagtrail.bundle;

import org.jspecify.annotations.NullMarked;
