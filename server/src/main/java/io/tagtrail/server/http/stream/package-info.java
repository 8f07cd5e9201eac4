/// New entries as they come: to whoever listens, from this process and from others.
@NullMarked
package io.tagtrail.server.http.stream;

import org.jspecify.annotations.NullMarked;
