package io.tagtrail.server.client;

import io.tagtrail.core.json.JsonReader;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.EntryTree;
import io.tagtrail.server.wire.ServerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The entries of a server as they come (server-sent events), each exactly once and in order,
/// across connections that break.
public final class EventStream {
  private static final int IN_VAIN = 5;

  private final Api api;

  EventStream(Api api) {
    this.api = api;
  }

  /// Gives every entry from an index on to `each`, until that says no.
  ///
  /// @throws ServerException if the server cannot be reached again and again
  /// @throws InterruptedException if the thread is interrupted while it waits
  public void follow(long from, Predicate<Told> each) throws InterruptedException {
    long next = from;
    int vain = 0;
    while (true) {
      var reader = new Reader(next, each);
      try {
        if (!read(reader)) {
          return;
        }
      } catch (ServerException e) {
        // What is answered will be answered the same again; what was cut may not.
        if (e.status() != 0 || ++vain >= IN_VAIN) {
          throw e;
        }
      }
      vain = reader.next > next ? 0 : vain;
      next = reader.next;
      Thread.sleep(500L * (vain + 1));
    }
  }

  /// Returns whether there is more to come.
  private boolean read(Reader reader) {
    var response =
        api.http()
            .open(api.stream("/events?from=" + reader.next, Map.of("Accept", "text/event-stream")));
    try (var in = response.body()) {
      if (response.statusCode() != 200) {
        throw Problems.of(
            api.http(),
            new Http.Reply(response.statusCode(), in.readNBytes(64 << 10), null),
            false);
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!reader.line(line)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new ServerException(
          0, false, "the event stream of " + api.http().server() + " was cut off", e);
    }
  }

  /// Puts the lines of a stream together: the `data` of an event is the entry's document.
  private static final class Reader {
    private final Predicate<Told> each;
    private final StringBuilder data = new StringBuilder();
    private long next;

    Reader(long from, Predicate<Told> each) {
      this.next = from;
      this.each = each;
    }

    /// Returns whether somebody wants more.
    boolean line(String line) {
      if (line.startsWith("data:")) {
        data.append(value(line, "data:")).append('\n');
        return true;
      }
      if (!line.isEmpty() || data.isEmpty()) {
        return true;
      }
      var told = entry();
      data.setLength(0);
      if (told == null || told.entry().index() < next) {
        return true;
      }
      next = told.entry().index() + 1;
      return each.test(told);
    }

    private @Nullable Told entry() {
      return EntryTree.read(JsonReader.object(data.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String value(String line, String field) {
      var value = line.substring(field.length());
      return value.startsWith(" ") ? value.substring(1) : value;
    }
  }
}
