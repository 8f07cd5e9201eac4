@NullMarked
package io.tagtrail.server.rights;

import org.jspecify.annotations.NullMarked;
