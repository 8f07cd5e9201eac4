package io.tagtrail.flux.status;

import io.tagtrail.flux.kube.KubeObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The event that says most of why an object fails: the latest warning of it or of a pod of it,
/// else the latest of any kind of itself.
final class LastEvent {
  private LastEvent() {}

  /// @param events of the object's namespace, in any order; null where there is none that fits
  static @Nullable String of(List<KubeObject> events, FailingObject object) {
    KubeObject best = null;
    for (var event : events) {
      if (concerns(event, object) && (best == null || isBetter(event, best))) {
        best = event;
      }
    }
    return best == null ? null : text(best);
  }

  private static boolean concerns(KubeObject event, FailingObject object) {
    var kind = event.text("involvedObject", "kind");
    var name = event.text("involvedObject", "name");
    if (kind == null || name == null) {
      return false;
    }
    boolean itself = kind.equals(object.kind()) && name.equals(object.name());
    // What a Deployment and the like make is called after them: web, web-7d4b9c, web-7d4b9c-x2x9p.
    boolean made =
        (kind.equals("Pod") || kind.equals("ReplicaSet") || kind.equals("Job"))
            && name.startsWith(object.name() + "-");
    return itself || made;
  }

  private static boolean isBetter(KubeObject event, KubeObject than) {
    if (isWarning(event) != isWarning(than)) {
      return isWarning(event);
    }
    return time(event).isAfter(time(than));
  }

  private static boolean isWarning(KubeObject event) {
    return "Warning".equals(event.text("type"));
  }

  private static Instant time(KubeObject event) {
    return Stream.of(
            event.time("series", "lastObservedTime"),
            event.time("lastTimestamp"),
            event.time("eventTime"),
            event.time("firstTimestamp"),
            event.time("metadata", "creationTimestamp"))
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse(Instant.EPOCH);
  }

  private static String text(KubeObject event) {
    var message = event.text("message");
    var reason = event.text("reason");
    var count = event.number("series", "count");
    var times = count == null ? event.number("count") : count;
    var when = time(event);
    return "%s of %s/%s: %s%s%s"
        .formatted(
            reason == null ? "event" : reason,
            event.text("involvedObject", "kind"),
            event.text("involvedObject", "name"),
            message == null ? "" : message.replaceAll("\\s+", " ").strip(),
            times == null || times < 2 ? "" : " (" + times + " times)",
            when.equals(Instant.EPOCH) ? "" : ", last at " + when);
  }
}
