package io.tagtrail.bench.world;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Stands before a registry and notes every request that passes, byte for byte unchanged: what the
/// registry sees is what is counted. HTTP/1.1 without TLS.
public final class CountingFront implements AutoCloseable {
  private final ServerSocket listening;
  private final String upstream;
  private final List<Seen> seen = new ArrayList<>();
  private final List<Socket> open = new ArrayList<>();

  private CountingFront(ServerSocket listening, String upstream) {
    this.listening = listening;
    this.upstream = upstream;
  }

  /// @param upstream `host:port`
  public static CountingFront before(String upstream) throws IOException {
    var front =
        new CountingFront(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), upstream);
    Thread.ofVirtual().start(front::accept);
    return front;
  }

  public String host() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  /// What passed since the last time.
  public synchronized List<Seen> drain() {
    var now = List.copyOf(seen);
    seen.clear();
    return now;
  }

  private synchronized void note(Seen request) {
    seen.add(request);
  }

  private synchronized void keep(Socket socket) {
    open.add(socket);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        int colon = upstream.lastIndexOf(':');
        var server =
            new Socket(
                upstream.substring(0, colon), Integer.parseInt(upstream.substring(colon + 1)));
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        keep(client);
        keep(server);
        Thread.ofVirtual().start(() -> forward(client, server));
        Thread.ofVirtual().start(() -> back(server, client));
      } catch (IOException e) {
        // Closed; or a connection that did not come about, which the client sees for itself.
      }
    }
  }

  private static void back(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the two ended it.
    }
  }

  private void forward(Socket from, Socket to) {
    try (from;
        to) {
      var in = new BufferedInputStream(from.getInputStream());
      var out = to.getOutputStream();
      while (request(in, out)) {
        // The next one on this connection.
      }
    } catch (IOException e) {
      // One of the two ended it.
    }
  }

  private boolean request(InputStream in, OutputStream out) throws IOException {
    var first = line(in);
    if (first.isEmpty()) {
      return false;
    }
    var parts = first.split(" ", 3);
    note(Seen.of(parts[0], parts[1]));
    var head = new StringBuilder(first).append("\r\n");
    long length = 0;
    boolean chunked = false;
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      head.append(line).append("\r\n");
      var lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    if (chunked) {
      chunks(in, out);
    } else {
      copy(in, out, length);
    }
    out.flush();
    return true;
  }

  private static void chunks(InputStream in, OutputStream out) throws IOException {
    while (true) {
      var size = line(in);
      out.write((size + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      long length = Long.parseLong(size.split(";", 2)[0].strip(), 16);
      copy(in, out, length + 2);
      if (length == 0) {
        return;
      }
    }
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    var buffer = new byte[64 << 10];
    for (long left = length; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException();
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    List<Socket> all;
    synchronized (this) {
      all = List.copyOf(open);
    }
    for (var socket : all) {
      socket.close();
    }
  }
}
