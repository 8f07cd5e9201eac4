package io.tagtrail.server.rules;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Evaluators.Windows;
import io.tagtrail.core.policy.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Several windows together: one that denies wins; where some allow, one of them has to be open.
final class Calendar {
  // What is further away is not said; nor what takes more changes than this to get to.
  private static final Duration HORIZON = Duration.ofDays(400);
  private static final int CHANGES = 500;

  private record Placed(Window window, Span span) {}

  private final List<Window> windows;

  Calendar(List<Window> windows) {
    this.windows = windows;
  }

  Windows at(Instant now) {
    var placed = new ArrayList<Placed>();
    for (var window : windows) {
      try {
        placed.add(new Placed(window, span(window)));
      } catch (InvalidValueException e) {
        // A freeze that cannot be read is one.
        return new Windows.Closed(window, String.valueOf(e.getMessage()), null);
      }
    }
    var denying = denying(placed, now);
    if (denying.isEmpty() && allowed(placed, now)) {
      return new Windows.Open(change(placed, now, false));
    }
    var opens = change(placed, now, true);
    return denying
        .<Windows>map(by -> new Windows.Closed(by.window(), denied(by.window(), opens), opens))
        .orElseGet(() -> new Windows.Closed(null, outside(placed, opens), opens));
  }

  private static Span span(Window window) {
    return window.cron() == null ? new Once(window.from(), window.to()) : Recurrence.of(window);
  }

  private static Optional<Placed> denying(List<Placed> placed, Instant at) {
    return placed.stream()
        .filter(each -> each.window().kind() == Window.Kind.DENY && each.span().covers(at))
        .findFirst();
  }

  private static boolean allowed(List<Placed> placed, Instant at) {
    var allow = placed.stream().filter(each -> each.window().kind() == Window.Kind.ALLOW).toList();
    return allow.isEmpty() || allow.stream().anyMatch(each -> each.span().covers(at));
  }

  /// When it is next open, or next closed; null where that is not to be seen.
  private static @Nullable Instant change(List<Placed> placed, Instant now, boolean open) {
    var horizon = now.plus(HORIZON);
    var at = now;
    for (int i = 0; i < CHANGES; i++) {
      var next = boundary(placed, at);
      if (next == null || next.isAfter(horizon)) {
        return null;
      }
      at = next;
      if (open == (denying(placed, at).isEmpty() && allowed(placed, at))) {
        return at;
      }
    }
    return null;
  }

  /// The first moment after this one at which any window opens or closes.
  private static @Nullable Instant boundary(List<Placed> placed, Instant at) {
    return placed.stream()
        .map(each -> {
          var end = each.span().endAfter(at);
          return end == null ? each.span().nextStart(at) : end;
        })
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }

  // The next opening is the caller's to say: it knows how times are written where it speaks.
  private static String denied(Window by, @Nullable Instant opens) {
    return "the window %s keeps moves out%s%s"
        .formatted(by.name(), by.reason() == null ? "" : " (" + by.reason() + ")", never(opens));
  }

  private static String outside(List<Placed> placed, @Nullable Instant opens) {
    var allow =
        placed.stream()
            .map(Placed::window)
            .filter(window -> window.kind() == Window.Kind.ALLOW)
            .toList();
    return "%s %s, and moves go through in %s only%s"
        .formatted(
            allow.size() == 1 ? "the window" : "none of the windows",
            allow.stream().map(Window::name).collect(Collectors.joining(", "))
                + (allow.size() == 1 ? " is not open" : " is open"),
            allow.size() == 1 ? "it" : "them",
            never(opens));
  }

  private static String never(@Nullable Instant opens) {
    return opens == null ? "; no opening is to be seen" : "";
  }
}
