package io.tagtrail.server.rights;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.Found;
import io.tagtrail.server.Told;
import io.tagtrail.server.Trail;
import io.tagtrail.server.config.Right;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What somebody may read.
final class Sight {
  private static final int MOST_FOUND = 10_000;

  private final Trail trail;
  private final Rights rights;
  private final Held held;
  private final Map<Alias, Boolean> seen = new HashMap<>();
  private @Nullable Boolean any;

  Sight(Trail trail, Rights rights, Held held) {
    this.trail = trail;
    this.rights = rights;
    this.held = held;
  }

  synchronized boolean of(Alias alias) {
    return seen.computeIfAbsent(alias, each -> all() || held.may(Right.READ, each).allowed());
  }

  /// Whoever audits reads everything.
  private boolean all() {
    return held.may(Right.AUDIT, null).allowed();
  }

  /// Whether anything may be read at all.
  synchronized boolean any() {
    if (any == null) {
      any = all() || held.may(Right.ADMIN, null).allowed() || held.may(Right.READ, null).allowed();
    }
    return any;
  }

  /// What is about an alias goes by the alias; what is about an application by any alias of it;
  /// what is about the whole ledger is for auditors and administrators.
  boolean of(Entry entry) {
    var stream = entry.event().stream();
    var alias = stream.alias();
    if (alias != null) {
      return of(alias);
    }
    var application = stream.application();
    return application == null
        ? all() || held.may(Right.ADMIN, null).allowed()
        : all()
            || rights.aliases().stream()
                .anyMatch(each -> each.application().equals(application) && of(each));
  }

  /// Those of so many entries from an index on that may be read. What follows is another question:
  /// whoever may read few of many would otherwise make each page a walk to the end of the log.
  List<Told> entries(long from, int limit) {
    return any()
        ? trail.entries(from, limit).stream().filter(told -> of(told.entry())).toList()
        : List.of();
  }

  /// What was found and may be read: more is asked for until there is enough of it.
  List<Found> search(String what, int limit) {
    if (!any()) {
      return List.of();
    }
    for (int most = limit; ; most = Math.min(MOST_FOUND, most * 4)) {
      var all = trail.search(what, most);
      var mine = all.stream().filter(found -> of(found.alias())).limit(limit).toList();
      if (mine.size() >= limit || all.size() < most || most >= MOST_FOUND) {
        return mine;
      }
    }
  }

  /// An alias that nobody knows is answered without the names of those that are near it: somebody
  /// who may read this pattern may not read those.
  void known(Alias alias) {
    if (rights.location(alias) != null || all()) {
      return;
    }
    try {
      trail.history(alias, true, Long.MAX_VALUE, 1);
    } catch (InvalidValueException e) {
      // Not as the cause either: its message is what must not be told.
      throw new InvalidValueException(alias + " is not configured");
    }
  }
}
