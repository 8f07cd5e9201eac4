/// From the outbox to the receivers: who is told, and until when it is tried.
@NullMarked
package io.tagtrail.server.nudge;

import org.jspecify.annotations.NullMarked;
