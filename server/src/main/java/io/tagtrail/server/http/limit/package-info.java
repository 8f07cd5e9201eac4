/// Bounds on who may ask how often and how many at once.
@NullMarked
package io.tagtrail.server.http.limit;

import org.jspecify.annotations.NullMarked;
