package io.tagtrail.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Takes requests and closes the connection without an answer.
final class CuttingServer implements AutoCloseable {
  private final ServerSocket socket;

  CuttingServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var connection = socket.accept()) {
        // The header is there before anything is cut.
        var line = connection.getInputStream().readNBytes(16);
        if (line.length == 0) {
          return;
        }
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
