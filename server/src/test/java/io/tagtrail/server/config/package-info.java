/// Tests of the configuration, and of its schema for editors.
@NullMarked
package io.tagtrail.server.config;

import org.jspecify.annotations.NullMarked;
