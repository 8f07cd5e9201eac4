package io.tagtrail.server.wire;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.server.Told;
import java.util.List;
import java.util.function.Function;

/// The JSON form of what became of a request.
public final class OutcomeTree {
  private OutcomeTree() {}

  /// @param board the application's aliases after a move; empty where nothing moved
  public static Json.Obj of(
      Alias alias, Outcome outcome, List<Status> board, Function<Entry, Told> tell) {
    var out = new ObjectBuilder().putText("alias", alias);
    switch (outcome) {
      case Outcome.Moved moved ->
          out.put("outcome", "moved")
              .put("entry", EntryTree.of(tell.apply(moved.recorded())))
              .put("copied", copied(moved.copied()));
      case Outcome.Unchanged unchanged ->
          out.put("outcome", "unchanged")
              .put("sequence", unchanged.head().sequence())
              .putText("digest", unchanged.head().digest());
      case Outcome.Replayed replayed ->
          out.put("outcome", "replayed")
              .put("entry", EntryTree.of(tell.apply(replayed.recorded())));
      case Outcome.Superseded superseded ->
          out.put("outcome", "superseded")
              .put("entry", EntryTree.of(tell.apply(superseded.recorded())))
              .putText("actual", superseded.now());
      case Outcome.Stale stale ->
          out.put("outcome", "stale")
              .putText("expected", stale.expected())
              .putText("actual", stale.actual())
              .put("movedOutside", stale.movedOutside())
              .put("why", stale.why());
      case Outcome.Refused refused -> {
        var bundle = refused.bundle();
        out.put("outcome", "refused")
            .putText("digest", bundle == null ? null : bundle.digest())
            .put("reasons", Trees.list(refused.reasons(), EntryTree::check))
            .put("checks", Trees.list(refused.checks(), EntryTree::check));
      }
      case Outcome.Unfinished unfinished ->
          out.put("outcome", "unfinished")
              .put("own", unfinished.own())
              .put("intent", EntryTree.intent(unfinished.intent()))
              .put("why", unfinished.why());
      case Outcome.Planned planned ->
          out.put("outcome", "planned")
              .putText("digest", planned.bundle().digest())
              .putText("previous", planned.previous())
              .put("sequence", planned.sequence())
              .put("checks", Trees.list(planned.checks(), EntryTree::check));
    }
    if (!board.isEmpty()) {
      out.put("board", Trees.list(board, status -> StatusTree.of(status, tell)));
    }
    return out.build();
  }

  private static Json copied(CopyReport report) {
    return new ObjectBuilder()
        .put("manifests", report.manifests())
        .put("blobs", report.blobs())
        .put("bytes", report.bytes())
        .put("mounted", report.mounted())
        .put("present", report.present())
        .put("referrers", report.referrers())
        .build();
  }
}
