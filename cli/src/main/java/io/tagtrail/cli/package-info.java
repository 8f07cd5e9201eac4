/// The command line: one class a verb, over [io.tagtrail.server.Tagtrail]. Every path of input ends
/// in one of the exit codes of [ExitCode]; answers go to standard output, everything else to
/// standard error.
@NullMarked
package io.tagtrail.cli;

import org.jspecify.annotations.NullMarked;
