/// What each route answers.
@NullMarked
package io.tagtrail.server.http.endpoint;

import org.jspecify.annotations.NullMarked;
