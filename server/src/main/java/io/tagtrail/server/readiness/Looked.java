package io.tagtrail.server.readiness;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a look at an alias showed.
///
/// @param time when it was looked at
/// @param version the alias's newest entry then: a later one may have other targets
/// @param why one sentence: what to go back to, or why not
/// @param target the sequence to go back to; null where there is none
/// @param live what is live now; null where nothing is
/// @param targets what is in reach, newest first
/// @param found the bundles that were lost and are there again
public record Looked(
    Alias alias,
    @Nullable Location location,
    Instant time,
    long version,
    Answer answer,
    String why,
    @Nullable Long target,
    @Nullable TargetState live,
    List<TargetState> targets,
    List<String> found) {
  public Looked {
    why = Text.clipped(why, TargetState.WHY_BYTES);
    targets = List.copyOf(targets);
    found = List.copyOf(found);
  }

  public long count(TargetState.State state) {
    return targets.stream().filter(each -> each.state() == state).count();
  }

  /// The live bundle, and those to go back to.
  public Stream<TargetState> all() {
    return Stream.concat(Stream.ofNullable(live), targets.stream());
  }

  /// The keep-tags that are known to be gone, or to be elsewhere.
  public List<TargetState.KeepTag> outOfStep() {
    return all()
        .flatMap(each -> each.keepTags().stream())
        .filter(TargetState.KeepTag::known)
        .toList();
  }

  public Json.Obj toJson() {
    return new ObjectBuilder()
        .putText("alias", alias)
        .putText("location", location)
        .put("time", time)
        .put("version", version)
        .put("answer", answer.label())
        .put("why", why)
        .put("target", target)
        .put("live", live == null ? null : live.toJson())
        .put("targets", new Json.Arr(targets.stream().<Json>map(TargetState::toJson).toList()))
        .putList("found", found, Json.Str::new)
        .build();
  }

  /// @throws JsonException if it has not that form
  public static Looked fromJson(ObjectView view) {
    try {
      return new Looked(
          view.needParsed("alias", Alias::parse),
          view.parsed("location", Location::parse),
          view.needTime("time"),
          view.needNumber("version"),
          view.needParsed("answer", Answer::parse),
          view.needText("why"),
          view.number("target"),
          Lenient.object(view, "live", TargetState::fromJson),
          Lenient.objects(view, "targets", TargetState::fromJson),
          view.texts("found"));
    } catch (IllegalArgumentException e) {
      throw new JsonException("not a look at an alias: " + e.getMessage(), e);
    }
  }
}
