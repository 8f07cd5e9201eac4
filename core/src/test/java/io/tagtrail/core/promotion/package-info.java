/// What a bundle's own words come to.
@NullMarked
package io.tagtrail.core.promotion;

import org.jspecify.annotations.NullMarked;
