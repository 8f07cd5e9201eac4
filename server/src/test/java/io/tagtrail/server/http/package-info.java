@NullMarked
package io.tagtrail.server.http;

import org.jspecify.annotations.NullMarked;
