/// What the server counts and measures, in Prometheus' text format.
@NullMarked
package io.tagtrail.server.http.metric;

import org.jspecify.annotations.NullMarked;
