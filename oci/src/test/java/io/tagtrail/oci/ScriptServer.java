package io.tagtrail.oci;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server on raw sockets that says exactly what a test wants it to say, right or wrong, and keeps
/// what it was asked. `GET /v2/` is answered with 200 unless the script does it itself.
public final class ScriptServer implements AutoCloseable {
  /// Answers a request by [Call]'s methods; returning without one gives 404.
  @FunctionalInterface
  public interface Script {
    void answer(Call call) throws Exception;
  }

  /// One request and the ways to answer it.
  public static final class Call {
    public final String method;
    public final String path;
    public final Map<String, String> headers;
    public final byte[] body;
    private final Socket socket;
    private final OutputStream out;
    private boolean answered;

    private Call(
        String method,
        String path,
        Map<String, String> headers,
        byte[] body,
        Socket socket,
        OutputStream out) {
      this.method = method;
      this.path = path;
      this.headers = headers;
      this.body = body;
      this.socket = socket;
      this.out = out;
    }

    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    public boolean is(String start) {
      return (method + " " + path).startsWith(start);
    }

    /// @param lines headers, as `Name: value`
    public void answer(int status, byte[] body, String... lines) throws IOException {
      var head = new StringBuilder("HTTP/1.1 " + status + " x\r\n");
      for (var line : lines) {
        head.append(line).append("\r\n");
      }
      boolean hasLength =
          List.of(lines).stream()
              .map(line -> line.toLowerCase(Locale.ROOT))
              .anyMatch(
                  line -> line.startsWith("content-length") || line.startsWith("transfer-enc"));
      if (!hasLength) {
        head.append("Content-Length: ").append(body.length).append("\r\n");
      }
      raw((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      if (!method.equals("HEAD")) {
        raw(body);
      }
    }

    public void answer(int status, String body, String... lines) throws IOException {
      answer(status, body.getBytes(StandardCharsets.UTF_8), lines);
    }

    public void raw(byte[] bytes) throws IOException {
      answered = true;
      out.write(bytes);
      out.flush();
    }

    /// Closes the connection, whatever was said so far.
    public void cut() throws IOException {
      answered = true;
      socket.close();
    }
  }

  private final ServerSocket server;
  private final Script script;
  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Throwable> problems = new CopyOnWriteArrayList<>();

  public ScriptServer(Script script) {
    this(plain(), script);
  }

  public ScriptServer(ServerSocket server, Script script) {
    this.server = server;
    this.script = script;
    Thread.ofPlatform().daemon().start(this::accept);
  }

  private static ServerSocket plain() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  public String host() {
    return "127.0.0.1:" + port();
  }

  /// What it was asked, as `PUT /v2/shop/manifests/prod`, without `GET /v2/`.
  public List<String> asked() {
    return calls().stream().map(call -> call.method + " " + call.path).toList();
  }

  public List<Call> calls() {
    return calls.stream()
        .filter(call -> !call.is("GET /v2/ ") && !call.path.equals("/v2/"))
        .toList();
  }

  public long count(String start) {
    return calls.stream().filter(call -> call.is(start)).count();
  }

  public int connections() {
    return sockets.size();
  }

  public void cutAllConnections() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cutAllConnections();
    if (!problems.isEmpty()) {
      throw new AssertionError("the script failed", problems.getFirst());
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        sockets.add(socket);
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      var out = new BufferedOutputStream(socket.getOutputStream());
      while (true) {
        var first = line(in);
        if (first.isEmpty()) {
          return;
        }
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
          int colon = line.indexOf(':');
          headers.put(
              line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var body = in.readNBytes(length);
        if (body.length < length) {
          return;
        }
        var words = List.of(first.split(" ", 3));
        var call = new Call(words.get(0), words.get(1), headers, body, socket, out);
        calls.add(call);
        answer(call);
        if (socket.isClosed()) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went away: tests look at what it did, not at this.
      sockets.remove(socket);
    }
  }

  private void answer(Call call) throws IOException {
    try {
      script.answer(call);
    } catch (IOException e) {
      throw e;
    } catch (Exception | AssertionError e) {
      problems.add(e);
    }
    if (!call.answered) {
      call.answer(call.path.equals("/v2/") ? 200 : 404, "");
    }
  }

  private static String line(InputStream in) throws IOException {
    var bytes = new ArrayList<Byte>();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        bytes.add((byte) c);
      }
    }
    var array = new byte[bytes.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = bytes.get(i);
    }
    return new String(array, StandardCharsets.ISO_8859_1);
  }
}
