package io.tagtrail.server.http;

import static io.tagtrail.server.http.World.DEV;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Local;
import io.tagtrail.server.config.ConfigReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stream of events: complete, resumable, filtered, bounded.
final class EventsTest {
  @TempDir static Path folder = Path.of("set by JUnit");
  private static World world;

  @BeforeAll
  static void start() {
    world = new World(folder);
    world.live(1);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void everything_from_an_index_comes_in_order_and_then_what_is_new() throws IOException {
    try (var stream = new Listener(world.everything(), "?from=0", null)) {
      var all = stream.take((int) world.entries());
      assertThat(all).containsExactlyElementsOf(LongStream.range(0, all.size()).boxed().toList());
      world.admin().post(DEV + "/hold", "{}").is(200);
      world.admin().post(DEV + "/unhold", "{}").is(200);
      assertThat(stream.take(2)).containsExactly((long) all.size(), all.size() + 1L);
    }
  }

  @Test
  void a_client_goes_on_after_the_last_index_that_it_saw() throws IOException {
    try (var stream = new Listener(world.everything(), "?from=0", "1")) {
      assertThat(stream.take(1)).containsExactly(2L);
    }
    assertThat(world.admin().get("/api/v1/events", "Last-Event-ID", "x").is(400).problem())
        .isEqualTo("invalid");
  }

  @Test
  void commits_of_another_process_come_too() throws IOException {
    long size = world.entries();
    try (var stream = new Listener(world.everything(), "", null)) {
      var config = ConfigReader.read(world.file(), Map.of());
      try (var other =
          Local.open(config, Map.of(), Time.system(), Step.Listener.SILENT, Progress.SILENT)) {
        other
            .controls()
            .hold(
                new Alias("shop", "dev"),
                Stop.Scope.ALL,
                null,
                Ask.of("other", new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null), "x"));
      }
      assertThat(stream.take(1)).containsExactly(size);
    }
    world.admin().post(DEV + "/unhold", "{}").is(200);
  }

  @Test
  void what_the_asker_may_not_read_is_left_out() throws IOException {
    var cart = world.token(Set.of("read"), "cart/*");
    world.admin().post("/api/v1/aliases/cart/dev/hold", "{}").is(200);
    world.admin().post("/api/v1/aliases/cart/dev/unhold", "{}").is(200);
    try (var stream = new Listener(cart, "?from=0", null)) {
      stream.take(2);
      assertThat(stream.streams).allMatch(name -> name.startsWith("cart"));
    }
  }

  @Test
  void one_identity_has_so_many_streams_and_closing_gives_them_back() throws IOException {
    var token = world.everything();
    var open = new ArrayList<Listener>();
    try {
      for (int i = 0; i < 20; i++) {
        open.add(new Listener(token, "", null));
      }
      assertThat(world.client(token).get("/api/v1/events").is(429).problem()).isEqualTo("too-many");
      new Listener(world.everything(), "", null).close();
    } finally {
      for (var each : open) {
        each.close();
      }
    }
    // Who went away is noticed with the next entry.
    Waiting.until(
        "places that are free again",
        () -> {
          world.admin().post(DEV + "/hold", "{}");
          world.admin().post(DEV + "/unhold", "{}");
          try (var again = new Listener(token, "", null)) {
            return again.status.contains("200");
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Test
  void a_head_of_a_stream_is_not_to_be_had() {
    assertThat(world.admin().send("HEAD", "/api/v1/events", null).status()).isEqualTo(405);
  }

  /// A client of the stream, over a socket of its own.
  private static final class Listener implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final String status;
    private final List<String> streams = new ArrayList<>();

    private Listener(String token, String query, @org.jspecify.annotations.Nullable String last)
        throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), world.serve().uri().getPort());
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/events"
                      + query
                      + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                      + token
                      + (last == null ? "" : "\r\nLast-Event-ID: " + last)
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      status = String.valueOf(in.readLine());
      // The first comment says that it is open.
      for (var line = status; line != null && !line.startsWith(":"); ) {
        line = status.contains("200") ? in.readLine() : null;
      }
    }

    /// The indices of the next entries, each held to the document.
    private List<Long> take(int count) throws IOException {
      var found = new ArrayList<Long>();
      long id = -1;
      while (found.size() < count) {
        var line = in.readLine();
        assertThat(line).isNotNull();
        if (line.startsWith("id: ")) {
          id = Long.parseLong(line.substring(4));
        } else if (line.startsWith("data: ")) {
          var data = line.substring(6);
          assertThat(ApiDocument.entryProblems(data)).isEmpty();
          var entry = JsonReader.object(data.getBytes(StandardCharsets.UTF_8));
          assertThat(entry.needNumber("index")).isEqualTo(id);
          streams.add(entry.needText("stream"));
          found.add(id);
        }
      }
      return found;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
