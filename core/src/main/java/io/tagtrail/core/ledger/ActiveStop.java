package io.tagtrail.core.ledger;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A hold or a block that nobody has released.
///
/// @param index the entry that set it; a release names this
/// @param bundle the bundle of a block
/// @param until when it ends by itself
public record ActiveStop(
    long index, Stop.Scope scope, @Nullable Digest bundle, Instant since, @Nullable Instant until) {
  /// Whether it still stops anything at this time.
  public boolean holdsAt(Instant now) {
    return until == null || now.isBefore(until);
  }

  static ActiveStop of(Entry entry) {
    Stop stop = stop(entry.event());
    return new ActiveStop(
        entry.index(), stop.scope(), stop.bundle(), entry.event().time(), stop.until());
  }

  /// The stops after one more entry that sets or releases one.
  static List<ActiveStop> after(List<ActiveStop> stops, Entry entry, boolean sets) {
    var next = new ArrayList<>(stops);
    if (sets) {
      next.add(of(entry));
      return next;
    }
    var released = stop(entry.event()).releases();
    if (released == null || !next.removeIf(stop -> stop.index() == released)) {
      throw new BrokenChainException(
          "entry %d releases a stop that is not there: %s".formatted(entry.index(), released));
    }
    return next;
  }

  private static Stop stop(Event event) {
    return Objects.requireNonNull(event.stop(), "a stop's event has a stop");
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("index", index)
        .put("scope", scope.label())
        .putText("bundle", bundle)
        .put("since", since)
        .put("until", until)
        .build();
  }

  static ActiveStop fromJson(ObjectView view) {
    return new ActiveStop(
        view.needNumber("index"),
        Stop.Scope.valueOf(view.needText("scope").toUpperCase(Locale.ROOT)),
        view.parsed("bundle", Digest::parse),
        view.needTime("since"),
        view.time("until"));
  }
}
