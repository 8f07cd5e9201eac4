/// The command line over a real server in this process, with a registry of its own.
@NullMarked
package io.tagtrail.remote;

import org.jspecify.annotations.NullMarked;
