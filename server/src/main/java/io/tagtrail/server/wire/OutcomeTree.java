package io.tagtrail.server.wire;

import io.tagtrail.core.event.Codec;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.server.Told;
import java.util.List;
import java.util.function.Consumer;
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
              .put("copied", copied(moved.copied()))
              .putList("notes", moved.notes(), Json.Str::new);
      case Outcome.Unchanged unchanged ->
          out.put("outcome", "unchanged")
              .put("head", EntryTree.head(unchanged.head()))
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
            .put("bundle", bundle == null ? null : Codec.descriptor(bundle))
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
              .put("bundle", Codec.descriptor(planned.bundle()))
              .putText("previous", planned.previous())
              .put("sequence", planned.sequence())
              .put("checks", Trees.list(planned.checks(), EntryTree::check));
      case Outcome.Authorised authorised ->
          out.put("outcome", "authorised")
              .put("intent", EntryTree.intent(authorised.intent()))
              .putText("keepTag", authorised.keepTag())
              .putText("tag", authorised.intent().location())
              .put("manifest", ManifestTree.of(authorised.manifest()))
              .putText("previous", authorised.previous());
      case Outcome.Cancelled cancelled ->
          out.put("outcome", "cancelled")
              .put("entry", EntryTree.of(tell.apply(cancelled.recorded())));
    }
    if (!board.isEmpty()) {
      out.put("board", Trees.list(board, status -> StatusTree.of(status, tell)));
    }
    return out.build();
  }

  /// Reads an outcome.
  ///
  /// @param heard told of every entry that comes with its texts
  public static Outcome read(ObjectView view, Consumer<Told> heard) {
    var outcome = view.needText("outcome");
    return switch (outcome) {
      case "moved" ->
          new Outcome.Moved(
              entry(view, heard), copied(view.needObject("copied")), view.texts("notes"));
      case "unchanged" -> new Outcome.Unchanged(EntryTree.readHead(view.needObject("head")));
      case "replayed" -> new Outcome.Replayed(entry(view, heard));
      case "superseded" ->
          new Outcome.Superseded(entry(view, heard), view.parsed("actual", Digest::parse));
      case "stale" ->
          new Outcome.Stale(
              view.parsed("expected", Digest::parse),
              view.parsed("actual", Digest::parse),
              view.flag("movedOutside"),
              view.needText("why"));
      case "refused" ->
          new Outcome.Refused(
              Trees.optional(view, "bundle", Codec::descriptor),
              Trees.read(view, "checks", EntryTree::readCheck));
      case "unfinished" ->
          new Outcome.Unfinished(
              EntryTree.readIntent(view.needObject("intent")),
              view.flag("own"),
              view.needText("why"));
      case "planned" ->
          new Outcome.Planned(
              Codec.descriptor(view.needObject("bundle")),
              view.parsed("previous", Digest::parse),
              view.needNumber("sequence"),
              Trees.read(view, "checks", EntryTree::readCheck));
      case "authorised" ->
          new Outcome.Authorised(
              EntryTree.readIntent(view.needObject("intent")),
              view.needParsed("keepTag", Location::parse),
              ManifestTree.read(view.needObject("manifest")),
              view.parsed("previous", Digest::parse));
      case "cancelled" -> new Outcome.Cancelled(entry(view, heard));
      default -> throw new JsonException("not an outcome that is known: " + outcome);
    };
  }

  private static Entry entry(ObjectView view, Consumer<Told> heard) {
    var told = EntryTree.read(view.needObject("entry"));
    heard.accept(told);
    return told.entry();
  }

  private static CopyReport copied(ObjectView view) {
    return new CopyReport(
        Math.toIntExact(view.needNumber("manifests")),
        Math.toIntExact(view.needNumber("blobs")),
        view.needNumber("bytes"),
        Math.toIntExact(view.needNumber("mounted")),
        Math.toIntExact(view.needNumber("present")),
        Math.toIntExact(view.needNumber("referrers")));
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
