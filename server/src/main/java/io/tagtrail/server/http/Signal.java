package io.tagtrail.server.http;

/// Something that happens again and again, before and after there is somebody to tell.
public final class Signal implements Runnable {
  private volatile Runnable listener = () -> {};

  /// Who is told from now on.
  void then(Runnable next) {
    listener = next;
  }

  @Override
  public void run() {
    listener.run();
  }
}
