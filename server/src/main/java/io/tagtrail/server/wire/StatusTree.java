package io.tagtrail.server.wire;

import io.tagtrail.core.event.Codec;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.server.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The JSON form of an alias's status.
public final class StatusTree {
  private StatusTree() {}

  public static Json.Obj of(Status status, Function<Entry, Told> tell) {
    return of(status, Problem.of(status), tell);
  }

  /// @param configured where the configuration has the alias; null where it does not name it
  public static Json.Obj of(
      Status status, @Nullable Location configured, Function<Entry, Told> tell) {
    var problems = new ArrayList<Problem>();
    Problem.elsewhere(status, configured).ifPresent(problems::add);
    problems.addAll(Problem.of(status));
    return into(new ObjectBuilder().putText("configured", configured), status, problems, tell)
        .build();
  }

  public static Json.Obj of(Status status, List<Problem> problems, Function<Entry, Told> tell) {
    return into(new ObjectBuilder(), status, problems, tell).build();
  }

  private static ObjectBuilder into(
      ObjectBuilder out, Status status, List<Problem> problems, Function<Entry, Told> tell) {
    var state = status.state();
    out.putText("alias", state.alias())
        .put("application", state.alias().application())
        .put("environment", state.alias().environment())
        .put("asOf", status.asOf())
        .putText("location", state.location())
        .put("governed", state.isGoverned())
        .put("movedOutside", state.movedOutside() || status.live() instanceof Live.Differs)
        .put("problems", Trees.list(problems, StatusTree::problem))
        .put("now", entry(status.now(), tell))
        .put("before", entry(status.before(), tell))
        .put("outside", entry(status.outside(), tell))
        .put("registry", live(status.live()))
        .put("stops", stops(status))
        .put("record", record(status.attach()))
        .put("freeze", FreezeTree.of(status.freeze()))
        .put("clusters", ClusterTree.of(status))
        .put("state", state.toJson())
        .put("rules", status.rules().toJson());
    var answer = status.backTo();
    if (answer != null) {
      out.put("rollback", backTo(answer));
    }
    return out;
  }

  private static Json problem(Problem problem) {
    return new ObjectBuilder()
        .put("kind", problem.kind().label())
        .put("text", problem.text())
        .build();
  }

  private static @Nullable Json entry(@Nullable Entry entry, Function<Entry, Told> tell) {
    return entry == null ? null : EntryTree.of(tell.apply(entry));
  }

  private static Json live(Live live) {
    var out = new ObjectBuilder();
    return switch (live) {
      case Live.Agrees agrees -> out.put("state", "agrees").put("seen", agrees.seen()).build();
      case Live.Differs differs ->
          out.put("state", "differs")
              .putText("digest", differs.actual())
              .put("seen", differs.seen())
              .build();
      case Live.Away away -> out.put("state", "away").put("why", away.why()).build();
      case Live.NotAsked notAsked -> out.put("state", "not-asked").build();
    };
  }

  private static Json stops(Status status) {
    var intent = status.state().intent();
    return new ObjectBuilder()
        .put("holds", Trees.list(status.state().holdsAt(status.asOf()), EntryTree::stop))
        .put("blocks", Trees.list(status.blocks(), EntryTree::stop))
        .put("unfinished", intent == null ? null : EntryTree.intent(intent))
        .build();
  }

  private static Json record(@Nullable Outgoing task) {
    if (task == null) {
      return new ObjectBuilder().put("state", "none").build();
    }
    return new ObjectBuilder()
        .put("state", task.done() == null ? "pending" : "attached")
        .put("index", task.index())
        .put("kind", task.kind().label())
        .put("attempts", task.attempts())
        .put("due", task.due())
        .put("done", task.done())
        .put("problem", task.problem())
        .build();
  }

  public static Json backTo(RollbackTargets.Answer answer) {
    var target = answer.target();
    return new ObjectBuilder()
        .put("target", target == null ? null : candidate(target))
        .put("passedOver", Trees.list(answer.passedOver(), StatusTree::candidate))
        .build();
  }

  private static Json candidate(RollbackTargets.Candidate candidate) {
    Tenure tenure = candidate.tenure();
    return new ObjectBuilder()
        .put("sequence", tenure.sequence())
        .putText("digest", tenure.digest())
        .put("release", tenure.isClaimed() ? null : tenure.entry().event().facts().release())
        .put("verdict", candidate.verdict().name().toLowerCase(Locale.ROOT))
        .put("why", candidate.why())
        .put("checks", Trees.list(candidate.checks(), EntryTree::check))
        .put("bundle", Codec.descriptor(tenure.bundle()))
        .put("entry", EntryTree.bare(tenure.entry()))
        .put("until", tenure.until())
        .put("rolledBack", tenure.rolledBack())
        .build();
  }
}
