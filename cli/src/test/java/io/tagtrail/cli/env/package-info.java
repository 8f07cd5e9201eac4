@NullMarked
package io.tagtrail.cli.env;

import org.jspecify.annotations.NullMarked;
