/// One request and its answer, free of any server: strict reading, problems with stable types,
/// routes.
@NullMarked
package io.tagtrail.server.http.exchange;

import org.jspecify.annotations.NullMarked;
