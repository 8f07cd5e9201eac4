@NullMarked
package io.tagtrail.cli;

import org.jspecify.annotations.NullMarked;
