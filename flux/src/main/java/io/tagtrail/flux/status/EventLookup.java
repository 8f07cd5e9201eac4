package io.tagtrail.flux.status;

import io.tagtrail.flux.kube.KubeClient;
import io.tagtrail.flux.kube.KubeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks up the last events of objects that fail: few at a time and each not often, because events
/// are many and somebody who is waiting asks for them.
final class EventLookup {
  private static final int MAX_KNOWN = 500;
  private static final int MAX_QUESTIONS = 10;
  private static final Duration AGAIN = Duration.ofSeconds(30);

  /// However often we are told of news.
  private static final Duration RENEW = Duration.ofSeconds(5);

  private final KubeClient client;
  private final Map<FailingObject, Known> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FailingObject, Known> eldest) {
          return size() > MAX_KNOWN;
        }
      };
  private int questions;
  private long renewed = System.nanoTime() - RENEW.toNanos();

  EventLookup(KubeClient client) {
    this.client = client;
  }

  private record Known(@Nullable String text, long asked) {}

  /// A new report begins: it may ask a few questions.
  ///
  /// @param news whether somebody says that something happened: what is known may be old then
  void begin(boolean news) {
    questions = 0;
    long now = System.nanoTime();
    if (news && now - renewed >= RENEW.toNanos()) {
      renewed = now;
    }
  }

  @Nullable String of(FailingObject object) {
    var before = known.get(object);
    boolean fresh =
        before != null
            && System.nanoTime() - before.asked() < AGAIN.toNanos()
            && before.asked() - renewed >= 0;
    if (fresh || questions >= MAX_QUESTIONS || object.namespace().isEmpty()) {
      return before == null ? null : before.text();
    }
    questions++;
    var text = asked(object);
    known.put(object, new Known(text, System.nanoTime()));
    return text;
  }

  private @Nullable String asked(FailingObject object) {
    try {
      var events = new ArrayList<>(client.events(object.namespace(), "type=Warning"));
      if (LastEvent.of(events, object) == null) {
        events.addAll(
            client.events(
                object.namespace(),
                "involvedObject.kind=%s,involvedObject.name=%s"
                    .formatted(object.kind(), object.name())));
      }
      return LastEvent.of(events, object);
    } catch (KubeException e) {
      return e.status() == 403
          ? "its events may not be read"
          : "its events cannot be read: " + e.getMessage();
    }
  }
}
