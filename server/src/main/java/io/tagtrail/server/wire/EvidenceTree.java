package io.tagtrail.server.wire;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.config.Maturity;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.doctor.Trial;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The JSON form of what was looked at to say how safe an alias is.
public final class EvidenceTree {
  private EvidenceTree() {}

  public static Json.Obj of(Evidence evidence) {
    return new ObjectBuilder()
        .putText("alias", evidence.alias())
        .put("asOf", evidence.asOf())
        .putText("location", evidence.location())
        .putText("declared", evidence.declared())
        .put("visible", evidence.visible())
        .put("trail", trail(evidence.trail()))
        .put("place", place(evidence.place()))
        .put("answering", answering(evidence.answering()))
        .put("back", back(evidence.back()))
        .put("retention", retention(evidence.retention()))
        .put("watch", watch(evidence.watch()))
        .put("consumers", consumers(evidence.consumers()))
        .put("assured", assured(evidence.assured()))
        .put("trials", Trees.list(evidence.trials(), EvidenceTree::trial))
        .put("page", page(evidence.page()))
        .build();
  }

  public static Evidence read(ObjectView view) {
    return new Evidence(
        Trees.alias(view),
        view.needTime("asOf"),
        view.parsed("location", Location::parse),
        view.parsed("declared", Maturity::parse),
        view.flag("visible"),
        readTrail(view.needObject("trail")),
        readPlace(view.needObject("place")),
        readAnswering(view.needObject("answering")),
        readBack(view.needObject("back")),
        readRetention(view.needObject("retention")),
        Trees.optional(
            view, "watch", each -> new Evidence.Watch(each.needText("by"), each.time("last"))),
        readConsumers(view.needObject("consumers")),
        readAssured(view.needObject("assured")),
        Trees.read(view, "trials", EvidenceTree::readTrial),
        Trees.optional(view, "page", EvidenceTree::readPage));
  }

  private static Json trail(Evidence.Trail trail) {
    return new ObjectBuilder()
        .put("governed", trail.governed())
        .put("outside", trail.outside())
        .put("unfinished", trail.unfinished())
        .putText("head", trail.head())
        .put("newest", Trees.list(trail.newest(), EvidenceTree::seen))
        .put("lastSequence", trail.lastSequence())
        .put("verified", trail.verified())
        .put("changes", trail.changes())
        .put("problems", texts(trail.problems()))
        .build();
  }

  private static Evidence.Trail readTrail(ObjectView view) {
    return new Evidence.Trail(
        view.flag("governed"),
        view.flag("outside"),
        view.flag("unfinished"),
        view.parsed("head", Digest::parse),
        Trees.read(view, "newest", EvidenceTree::readSeen),
        view.needNumber("lastSequence"),
        view.needNumber("verified"),
        view.needNumber("changes"),
        view.texts("problems"));
  }

  private static Json seen(Evidence.Seen seen) {
    return new ObjectBuilder()
        .put("index", seen.index())
        .put("sequence", seen.sequence())
        .put("kind", seen.kind().label())
        .put("time", seen.time())
        .put("digest", seen.hasDigest())
        .put("previous", seen.hasPrevious())
        .put("mover", seen.mover().label())
        .put("moverKind", seen.moverKind().label())
        .put("pipeline", seen.pipeline().label())
        .put("pipelineId", seen.hasPipelineId())
        .put("source", seen.source().label())
        .put("revision", seen.hasRevision())
        .put("authorisation", seen.authorisation())
        .build();
  }

  private static Evidence.Seen readSeen(ObjectView view) {
    return new Evidence.Seen(
        view.needNumber("index"),
        view.needNumber("sequence"),
        view.needParsed("kind", EventKind::parse),
        view.needTime("time"),
        view.flag("digest"),
        view.flag("previous"),
        view.needParsed("mover", FactStatus::parse),
        Trees.constant(view, "moverKind", Mover.Kind.class),
        view.needParsed("pipeline", FactStatus::parse),
        view.flag("pipelineId"),
        view.needParsed("source", FactStatus::parse),
        view.flag("revision"),
        view.number("authorisation"));
  }

  private static Json place(Evidence.Place place) {
    return new ObjectBuilder()
        .put("kind", place.kind())
        .put("durable", place.durable())
        .put("origin", place.origin())
        .put("size", place.size())
        .putText("root", place.root())
        .put("newest", place.newest())
        .put("first", place.first())
        .put("witnesses", place.witnesses())
        .build();
  }

  private static Evidence.Place readPlace(ObjectView view) {
    return new Evidence.Place(
        view.needText("kind"),
        view.flag("durable"),
        view.needText("origin"),
        view.needNumber("size"),
        view.needParsed("root", Digest::parse),
        view.needTime("newest"),
        view.time("first"),
        Math.toIntExact(view.needNumber("witnesses")));
  }

  private static Json answering(Evidence.Answering answering) {
    return new ObjectBuilder()
        .put("recordedMillis", millis(answering.recorded()))
        .put("liveMillis", millis(answering.live()))
        .put("registryAnswers", answering.registryAnswers())
        .put("from", answering.from())
        .build();
  }

  private static Evidence.Answering readAnswering(ObjectView view) {
    return new Evidence.Answering(
        duration(view.number("recordedMillis")),
        duration(view.number("liveMillis")),
        view.flag("registryAnswers"),
        view.needText("from"));
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  private static @Nullable Duration duration(@Nullable Long millis) {
    return millis == null ? null : Duration.ofMillis(millis);
  }

  private static Json back(Evidence.Back back) {
    var out = new ObjectBuilder();
    if (back.safe() != null) {
      out.put("safe", back.safe().booleanValue());
    }
    return out.put("target", back.target())
        .put("why", back.why())
        .put("passedOver", back.passedOver())
        .put("rehearsed", back.rehearsed())
        .build();
  }

  private static Evidence.Back readBack(ObjectView view) {
    return new Evidence.Back(
        view.has("safe") ? view.flag("safe") : null,
        view.text("target"),
        view.needText("why"),
        Math.toIntExact(view.needNumber("passedOver")),
        view.text("rehearsed"));
  }

  private static Json retention(Evidence.Retention kept) {
    var out =
        new ObjectBuilder()
            .putText("window", kept.window())
            .put("keep", kept.keep())
            .put("checked", kept.checked())
            .put("targets", kept.targets())
            .put("ready", kept.ready())
            .put("lost", texts(kept.lost()))
            .put("dying", texts(kept.dying()));
    if (kept.rules() != null) {
      out.put("rules", kept.rules().booleanValue());
    }
    return out.build();
  }

  private static Evidence.Retention readRetention(ObjectView view) {
    return new Evidence.Retention(
        view.needParsed("window", Duration::parse),
        Math.toIntExact(view.needNumber("keep")),
        view.time("checked"),
        Math.toIntExact(view.needNumber("targets")),
        Math.toIntExact(view.needNumber("ready")),
        view.texts("lost"),
        view.texts("dying"),
        view.has("rules") ? view.flag("rules") : null);
  }

  private static @Nullable Json watch(Evidence.@Nullable Watch watch) {
    return watch == null
        ? null
        : new ObjectBuilder().put("by", watch.by()).put("last", watch.last()).build();
  }

  private static Json consumers(Evidence.Consumers consumers) {
    return new ObjectBuilder()
        .put("sources", Trees.list(consumers.sources(), EvidenceTree::source))
        .put("access", Trees.list(consumers.access(), EvidenceTree::access))
        .build();
  }

  private static Evidence.Consumers readConsumers(ObjectView view) {
    return new Evidence.Consumers(
        Trees.read(view, "sources", EvidenceTree::readSource),
        Trees.read(
            view,
            "access",
            each ->
                new Evidence.Access(
                    each.needText("cluster"),
                    each.needTime("when"),
                    each.texts("writes"),
                    each.text("problem"))));
  }

  private static Json source(Evidence.Source source) {
    return new ObjectBuilder()
        .put("cluster", source.cluster())
        .put("name", source.name())
        .put("heard", source.heard())
        .put("stale", source.stale())
        .putText("consumed", source.consumed())
        .put("verify", source.verify())
        .build();
  }

  private static Evidence.Source readSource(ObjectView view) {
    return new Evidence.Source(
        view.needText("cluster"),
        view.needText("name"),
        view.needTime("heard"),
        view.flag("stale"),
        view.parsed("consumed", Digest::parse),
        view.text("verify"));
  }

  private static Json access(Evidence.Access access) {
    return new ObjectBuilder()
        .put("cluster", access.cluster())
        .put("when", access.when())
        .put("writes", texts(access.writes()))
        .put("problem", access.problem())
        .build();
  }

  private static Json assured(Evidence.Assured assured) {
    var out =
        new ObjectBuilder()
            .put("required", texts(assured.required()))
            .put("writtenByCaller", assured.writtenByCaller())
            .put("neighbours", texts(assured.neighbours()))
            .put("keys", texts(assured.keys()))
            .put("provenance", texts(assured.provenance()));
    if (assured.signed() != null) {
      out.put("signed", assured.signed().booleanValue());
    }
    return out.build();
  }

  private static Evidence.Assured readAssured(ObjectView view) {
    return new Evidence.Assured(
        view.texts("required"),
        view.flag("writtenByCaller"),
        view.texts("neighbours"),
        view.texts("keys"),
        view.has("signed") ? view.flag("signed") : null,
        view.texts("provenance"));
  }

  static Json trial(Trial trial) {
    return new ObjectBuilder()
        .put("who", trial.who().label())
        .put("user", trial.user())
        .put("when", trial.when())
        .put("result", trial.result().label())
        .put("status", trial.status())
        .put("detail", trial.detail())
        .putText("before", trial.before())
        .putText("after", trial.after())
        .build();
  }

  private static Trial readTrial(ObjectView view) {
    return new Trial(
        Trees.constant(view, "who", Trial.Who.class),
        view.text("user"),
        view.needTime("when"),
        Trees.constant(view, "result", Trial.Result.class),
        Math.toIntExact(view.needNumber("status")),
        view.needText("detail"),
        view.parsed("before", Digest::parse),
        view.parsed("after", Digest::parse));
  }

  private static @Nullable Json page(Evidence.@Nullable Page page) {
    return page == null
        ? null
        : new ObjectBuilder()
            .put("from", page.from())
            .put("entries", page.entries())
            .put("command", page.command())
            .put("governed", page.governed())
            .build();
  }

  private static Evidence.Page readPage(ObjectView view) {
    return new Evidence.Page(
        view.needText("from"),
        view.number("entries"),
        view.needText("command"),
        view.flag("governed"));
  }

  /// A list that is there even when it is empty.
  private static Json texts(List<String> texts) {
    return Trees.list(texts, Json.Str::new);
  }
}
