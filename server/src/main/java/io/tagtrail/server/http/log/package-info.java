/// Log lines of the server: one JSON object each, on standard error, never with a secret in it.
@NullMarked
package io.tagtrail.server.http.log;

import org.jspecify.annotations.NullMarked;
