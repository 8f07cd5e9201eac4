package io.tagtrail.server.http.stream;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.Told;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.Problem;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.wire.EntryTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The stream of entries as server-sent events: `id` is the index, `event` the kind, `data` the
/// entry's document. It goes on from any index, so that nothing is missed over a broken connection.
public final class EventStream {
  private static final int PAGE = 100;
  private static final long BEYOND = 1L << 60;
  private static final long HEARTBEAT_MILLIS = 15_000;
  private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

  private final Streams streams;
  private final HeadWatch watch;
  private final LongSupplier size;

  /// @param size how many entries the ledger has now
  public EventStream(Streams streams, HeadWatch watch, LongSupplier size) {
    this.streams = streams;
    this.watch = watch;
    this.size = size;
  }

  public Answer open(Call call) {
    var after = call.header("Last-Event-ID");
    long from =
        after == null
            ? Math.min(call.query().number("from", -1, 0, Long.MAX_VALUE), BEYOND)
            : afterIndex(after);
    if (after != null) {
      // A client that comes back repeats its whole address, and the header knows better.
      call.query().number("from", 0, 0, Long.MAX_VALUE);
    }
    call.query().done();
    long start = from < 0 ? size.getAsLong() : from;
    var asker = call.needAsker();
    // Refused before it has a place: there are few, and to be known is no right.
    asker.tagtrail().trail().head();
    var place = streams.take(asker.identity().id());
    if (place == null) {
      return Problem.of(ProblemType.TOO_MANY, "there are as many streams of events as there may be")
          .retryAfter(Duration.ofSeconds(10))
          .answer(call.request());
    }
    return Answer.of(200)
        .with(
            new Answer.Body.Streamed(
                "text/event-stream",
                out -> {
                  try (place) {
                    new Follower(place, out, asker, start).run();
                  }
                }));
  }

  private static long afterIndex(String id) {
    if (!id.matches("0|[1-9][0-9]{0,15}")) {
      throw new InvalidValueException("Last-Event-ID is not the index of an entry");
    }
    return Long.parseLong(id) + 1;
  }

  /// One client.
  private final class Follower {
    private final Streams.Place place;
    private final Answer.Outlet out;
    private Call.Asker asker;
    private long next;

    private Follower(Streams.Place place, Answer.Outlet out, Call.Asker asker, long next) {
      this.place = place;
      this.out = out;
      this.asker = asker;
      this.next = next;
    }

    private void run() throws IOException, InterruptedException {
      send(": entries from " + next + "\nretry: 2000\n\n");
      long looked = System.nanoTime();
      while (!watch.isClosed()) {
        if (System.nanoTime() - looked > LOOK_AGAIN_NANOS) {
          // Tokens expire and are taken back, rights change: none of it waits for the client.
          var again = asker.again().get();
          if (again.isEmpty()) {
            return;
          }
          asker = again.get();
          looked = System.nanoTime();
        }
        long known = watch.await(next, HEARTBEAT_MILLIS);
        if (known <= next) {
          send(": still here\n\n");
        }
        while (next < known) {
          page(Math.min(known, next + PAGE));
        }
      }
    }

    /// Sends what the asker may read of the entries before an index, and goes on from there.
    private void page(long end) throws IOException {
      var text = new StringBuilder();
      for (var told : asker.tagtrail().trail().entries(next, PAGE)) {
        if (told.entry().index() < end) {
          event(told, text);
        }
      }
      next = end;
      if (!text.isEmpty()) {
        send(text.toString());
      }
    }

    private static void event(Told told, StringBuilder text) {
      // Canonical JSON holds no line break.
      text.append("id: ")
          .append(told.entry().index())
          .append("\nevent: ")
          .append(told.entry().event().kind().label())
          .append("\ndata: ")
          .append(EntryTree.of(told).canonical())
          .append("\n\n");
    }

    private void send(String text) throws IOException {
      place.send(out, text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
