package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.policy.Evaluators.Windows;
import io.tagtrail.core.policy.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The JSON form of whether forward moves go through now, by an environment's windows.
final class FreezeTree {
  private FreezeTree() {}

  static Json.Obj of(Windows windows) {
    return switch (windows) {
      case Windows.Open open ->
          new ObjectBuilder().put("open", true).put("closes", open.closes()).build();
      case Windows.Closed closed ->
          new ObjectBuilder()
              .put("open", false)
              .put("why", closed.why())
              .put("opens", closed.opens())
              .put("window", window(closed.by()))
              .build();
    };
  }

  static Windows read(ObjectView view) {
    return view.flag("open")
        ? new Windows.Open(view.time("closes"))
        : new Windows.Closed(
            Trees.optional(view, "window", FreezeTree::window),
            view.needText("why"),
            view.time("opens"));
  }

  private static @Nullable Json window(@Nullable Window window) {
    return window == null
        ? null
        : new ObjectBuilder()
            .put("name", window.name())
            .put("kind", window.kind().label())
            .put("cron", window.cron())
            .putText("duration", window.duration())
            .put("from", window.from())
            .put("to", window.to())
            .put("zone", window.zone())
            .put("reason", window.reason())
            .build();
  }

  private static Window window(ObjectView view) {
    return new Window(
        view.needText("name"),
        view.needParsed("kind", Window.Kind::parse),
        view.text("cron"),
        view.parsed("duration", Duration::parse),
        view.time("from"),
        view.time("to"),
        view.needText("zone"),
        view.text("reason"));
  }
}
