@NullMarked
package io.tagtrail.cli.out;

import org.jspecify.annotations.NullMarked;
