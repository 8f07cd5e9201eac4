/// How the domain's answers are shown to people and to programs.
@NullMarked
package io.tagtrail.cli.show;

import org.jspecify.annotations.NullMarked;
