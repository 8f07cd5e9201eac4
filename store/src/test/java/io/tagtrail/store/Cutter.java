package io.tagtrail.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Stands between a ledger and its database and cuts a connection at a request that it counts down
/// to. It knows as much of PostgreSQL's protocol as that takes: messages have a letter and a
/// length; `S` or `Q` ends a request, `Z` an answer.
final class Cutter implements AutoCloseable {
  private static final int REQUEST_SYNC = 'S';
  private static final int REQUEST_QUERY = 'Q';
  private static final int ANSWER_READY = 'Z';

  private final ServerSocket server;
  private final int upstream;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger left = new AtomicInteger(-1);
  private volatile Cut cut = Cut.BEFORE;
  private volatile boolean closed;

  /// Where a request is cut off.
  enum Cut {
    /// The database never sees it.
    BEFORE,
    /// The database has answered it, and nobody hears the answer.
    AFTER
  }

  Cutter(int upstream) throws IOException {
    this.upstream = upstream;
    this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  PostgresSettings through(PostgresSettings settings) {
    return settings.withUrl(
        settings.url().replaceFirst(":[0-9]+/", ":" + port() + "/") + "?sslmode=disable");
  }

  /// Cuts at the `count`th request from now, of all connections.
  void arm(int count, Cut how) {
    cut = how;
    left.set(count);
  }

  /// Whether it has cut since it was armed.
  boolean fired() {
    return left.get() <= 0;
  }

  /// Cuts nothing any more.
  void disarm() {
    left.set(Integer.MAX_VALUE);
  }

  /// Cuts every connection, now.
  void cutAll() {
    open.forEach(Cutter::close);
  }

  private void accept() {
    while (!closed) {
      try {
        var client = server.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        var database = new Socket(InetAddress.getLoopbackAddress(), upstream);
        database.setTcpNoDelay(true);
        open.add(database);
        var link = new Link(client, database);
        Thread.ofVirtual().start(link::requests);
        Thread.ofVirtual().start(link::answers);
      } catch (IOException e) {
        // Closed, or the database is away: the client sees that its connection ends.
        cutLast();
      }
    }
  }

  private void cutLast() {
    open.stream().filter(socket -> !socket.isClosed()).forEach(Cutter::close);
  }

  /// One connection.
  private final class Link {
    private final Socket client;
    private final Socket database;
    private volatile boolean deaf;

    Link(Socket client, Socket database) {
      this.client = client;
      this.database = database;
    }

    void requests() {
      try (var in = in(client);
          var out = new DataOutputStream(database.getOutputStream())) {
        int length = in.readInt();
        out.write(message(null, length, in));
        while (true) {
          int type = in.readUnsignedByte();
          byte[] message = message(type, in.readInt(), in);
          if ((type == REQUEST_SYNC || type == REQUEST_QUERY) && left.decrementAndGet() == 0) {
            if (cut == Cut.BEFORE) {
              return;
            }
            deaf = true;
          }
          out.write(message);
        }
      } catch (IOException e) {
        // One side has gone; the other one goes too.
      } finally {
        if (!deaf) {
          end();
        }
      }
    }

    void answers() {
      try (var in = in(database);
          var out = new DataOutputStream(client.getOutputStream())) {
        while (true) {
          int type = in.readUnsignedByte();
          byte[] message = message(type, in.readInt(), in);
          if (!deaf) {
            out.write(message);
          } else if (type == ANSWER_READY) {
            return;
          }
        }
      } catch (IOException e) {
        // One side has gone; the other one goes too.
      } finally {
        end();
      }
    }

    private void end() {
      close(client);
      close(database);
      open.remove(client);
      open.remove(database);
    }
  }

  private static DataInputStream in(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
  }

  private static byte[] message(@Nullable Integer type, int length, DataInputStream in)
      throws IOException {
    int head = type == null ? 0 : 1;
    var out = new byte[head + length];
    if (type != null) {
      out[0] = type.byteValue();
    }
    for (int i = 0; i < Integer.BYTES; i++) {
      out[head + i] = (byte) (length >>> (24 - 8 * i));
    }
    in.readFully(out, head + Integer.BYTES, length - Integer.BYTES);
    return out;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    cutAll();
  }
}
