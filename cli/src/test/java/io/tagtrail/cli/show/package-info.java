@NullMarked
package io.tagtrail.cli.show;

import org.jspecify.annotations.NullMarked;
