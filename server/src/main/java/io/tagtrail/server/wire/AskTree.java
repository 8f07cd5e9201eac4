package io.tagtrail.server.wire;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.server.Ask;
import org.jspecify.annotations.Nullable;

/// The JSON form of who asks and what they say with it. What is read from it is claimed, whatever
/// was written: only the server itself verifies, from a token.
public final class AskTree {
  private AskTree() {}

  /// Adds everything but the request's id and its key, which go in headers.
  public static ObjectBuilder into(ObjectBuilder out, Ask ask) {
    var mover = ask.mover();
    boolean workload = mover.kind() == Mover.Kind.WORKLOAD;
    return out.put("mover", ask.person())
        .put("workload", workload ? workload(mover) : null)
        .put("pipeline", pipeline(ask.pipeline()))
        .put("builder", ask.builder().id())
        .put("release", ask.release())
        .put("reason", ask.reason())
        .putText("expect", ask.expect())
        .putList("overrides", ask.powers().overrides(), Json.Str::new)
        .put("dryRun", ask.dryRun() ? new Json.Bool(true) : null);
  }

  private static Json workload(Mover mover) {
    return new ObjectBuilder()
        .put("issuer", mover.issuer())
        .put("subject", mover.subject())
        .build();
  }

  private static @Nullable Json pipeline(Facts.Pipeline pipeline) {
    if (pipeline.status() == FactStatus.MISSING) {
      return null;
    }
    return new ObjectBuilder()
        .put("provider", pipeline.provider())
        .put("name", pipeline.name())
        .put("id", pipeline.id())
        .put("attempt", pipeline.attempt())
        .put("number", pipeline.number())
        .put("url", pipeline.url())
        .build();
  }

  /// Reads it back. Nothing in it gives a right: who may what is the server's to decide.
  ///
  /// @param request the request's id
  /// @param key the idempotency key, from its header
  /// @throws io.tagtrail.core.model.InvalidValueException if something is beyond its bound
  public static Ask read(ObjectView view, String request, @Nullable String key) {
    var person = view.text("mover");
    var builder = view.text("builder");
    var pipeline = view.nested("pipeline", AskTree::pipeline);
    return new Ask(
        request,
        mover(view.nested("workload", AskTree::workload), person),
        person,
        pipeline == null ? Facts.Pipeline.MISSING : pipeline,
        builder == null ? Facts.Builder.MISSING : new Facts.Builder(FactStatus.CLAIMED, builder),
        view.text("release"),
        view.text("reason"),
        view.parsed("expect", Digest::parse),
        key,
        view.flag("dryRun"),
        Powers.NONE.overriding(view.texts("overrides")));
  }

  private static Mover mover(@Nullable Mover workload, @Nullable String person) {
    if (workload != null) {
      return workload;
    }
    return person == null
        ? Mover.MISSING
        : new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null);
  }

  private static Mover workload(ObjectView view) {
    return new Mover(
        Mover.Kind.WORKLOAD, FactStatus.CLAIMED, view.text("issuer"), view.text("subject"));
  }

  private static Facts.Pipeline pipeline(ObjectView view) {
    return new Facts.Pipeline(
        FactStatus.CLAIMED,
        view.text("provider"),
        view.text("name"),
        view.text("id"),
        view.number("attempt"),
        view.number("number"),
        view.text("url"));
  }
}
