/// Tagtrail over HTTP: the server from start to stop, its routes and what runs beside them.
@NullMarked
package io.tagtrail.server.http;

import org.jspecify.annotations.NullMarked;
