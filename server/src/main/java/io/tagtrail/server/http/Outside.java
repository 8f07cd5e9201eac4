package io.tagtrail.server.http;

import io.tagtrail.server.hint.HintBoard;
import io.tagtrail.server.hint.LastEvents;
import io.tagtrail.server.nudge.Nudger;

/// What goes between this process and those outside who notify or are notified.
///
/// @param hints whoever looks sooner listens there
record Outside(HintBoard hints, LastEvents lastEvents, Nudger nudger) implements AutoCloseable {
  Outside {
    hints.listen(lastEvents);
  }

  @Override
  public void close() {
    nudger.close();
  }
}
