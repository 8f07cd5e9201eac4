/// What `tagtrail.yaml` says.
@NullMarked
package io.tagtrail.server.config;

import org.jspecify.annotations.NullMarked;
