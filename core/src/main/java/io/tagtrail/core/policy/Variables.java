package io.tagtrail.core.policy;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.registry.Annotations;
import java.util.Map;
import java.util.TreeMap;

/// What an expression can speak of. A member that has no value is not there; lists always are.
///
/// - `event`: application, environment, kind, time, release, reason, mover (kind, status, issuer,
///   subject), pipeline (status, provider, name, id, attempt, number, url), source (status,
///   repository, revision, created), builder (status, id)
/// - `bundle`: digest, mediaType, size, annotations
/// - `history`: what was governed-live here, newest first, 20 at most: sequence, digest, since,
///   until, release, rolledBack
///
/// Times are texts as in `2026-02-14T12:00:00.000Z`.
public final class Variables {
  public static final int HISTORY = 20;

  private Variables() {}

  /// @throws io.tagtrail.core.registry.RegistryException if the manifest is no JSON object
  static Json.Obj of(Candidate candidate, Ledger ledger) {
    var tenures = Tenures.streamed(ledger, candidate.state().alias()).limit(HISTORY);
    return new ObjectBuilder()
        .put("event", event(candidate))
        .put("bundle", bundle(candidate, Annotations.of(candidate.manifest())))
        .put("history", new Json.Arr(tenures.map(Variables::tenure).toList()))
        .build();
  }

  private static Json event(Candidate candidate) {
    var facts = candidate.facts();
    return new ObjectBuilder()
        .put("application", candidate.state().alias().application())
        .put("environment", candidate.state().alias().environment())
        .put("kind", candidate.kind().label())
        .put("time", candidate.now())
        .put("release", facts.release())
        .put("reason", candidate.reason())
        .put("mover", mover(facts.mover()))
        .put("pipeline", pipeline(facts.pipeline()))
        .put("source", source(facts.source()))
        .put(
            "builder",
            new ObjectBuilder()
                .put("status", facts.builder().status().label())
                .put("id", facts.builder().id())
                .build())
        .build();
  }

  private static Json mover(Mover mover) {
    return new ObjectBuilder()
        .put("kind", mover.kind().label())
        .put("status", mover.status().label())
        .put("issuer", mover.issuer())
        .put("subject", mover.subject())
        .build();
  }

  private static Json pipeline(Facts.Pipeline pipeline) {
    return new ObjectBuilder()
        .put("status", pipeline.status().label())
        .put("provider", pipeline.provider())
        .put("name", pipeline.name())
        .put("id", pipeline.id())
        .put("attempt", pipeline.attempt())
        .put("number", pipeline.number())
        .put("url", pipeline.url())
        .build();
  }

  private static Json source(Facts.Source source) {
    return new ObjectBuilder()
        .put("status", source.status().label())
        .put("repository", source.repository())
        .put("revision", source.revision())
        .put("created", source.created())
        .build();
  }

  private static Json bundle(Candidate candidate, Map<String, String> annotations) {
    var all = new TreeMap<String, Json>();
    annotations.forEach((name, value) -> all.put(name, new Json.Str(value)));
    return new ObjectBuilder()
        .putText("digest", candidate.bundle().digest())
        .put("mediaType", candidate.bundle().mediaType())
        .put("size", candidate.bundle().size())
        .put("annotations", new Json.Obj(all))
        .build();
  }

  private static Json tenure(Tenure tenure) {
    return new ObjectBuilder()
        .put("sequence", tenure.sequence())
        .putText("digest", tenure.digest())
        .put("since", tenure.isClaimed() ? null : tenure.entry().event().time())
        .put("until", tenure.until())
        .put("release", tenure.isClaimed() ? null : tenure.entry().event().facts().release())
        .put("rolledBack", tenure.rolledBack())
        .build();
  }
}
