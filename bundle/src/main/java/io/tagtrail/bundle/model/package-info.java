/// What is inside of a bundle: files, objects, the images that they name.
@NullMarked
package io.tagtrail.bundle.model;

import org.jspecify.annotations.NullMarked;
