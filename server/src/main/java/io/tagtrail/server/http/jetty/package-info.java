/// Jetty's part: connectors, TLS with reload, time limits on slow clients, its own error pages.
@NullMarked
package io.tagtrail.server.http.jetty;

import org.jspecify.annotations.NullMarked;
