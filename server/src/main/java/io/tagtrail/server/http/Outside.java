package io.tagtrail.server.http;

import io.tagtrail.server.hint.HintBoard;
import io.tagtrail.server.nudge.Nudger;

/// What goes between this process and those outside who notify or are notified.
///
/// @param hints whoever looks sooner listens there
record Outside(HintBoard hints, Nudger nudger) implements AutoCloseable {
  @Override
  public void close() {
    nudger.close();
  }
}
