package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.server.Told;
import java.util.function.Consumer;
import java.util.function.Function;

/// The JSON form of what became of an approval.
public final class ApprovingTree {
  private ApprovingTree() {}

  public static Json.Obj of(Alias alias, Approving.Result result, Function<Entry, Told> tell) {
    var out = new ObjectBuilder().putText("alias", alias);
    return switch (result) {
      case Approving.Result.Recorded recorded ->
          out.put("outcome", "recorded")
              .put("entry", EntryTree.of(tell.apply(recorded.entry())))
              .build();
      case Approving.Result.There there ->
          out.put("outcome", "there").put("entry", EntryTree.of(tell.apply(there.entry()))).build();
      case Approving.Result.Refused refused ->
          out.put("outcome", "refused").put("why", refused.why()).build();
    };
  }

  /// @param heard told of the entry, with its texts
  public static Approving.Result read(ObjectView view, Consumer<Told> heard) {
    var outcome = view.needText("outcome");
    return switch (outcome) {
      case "recorded" -> new Approving.Result.Recorded(entry(view, heard));
      case "there" -> new Approving.Result.There(entry(view, heard));
      case "refused" -> new Approving.Result.Refused(view.needText("why"));
      default -> throw new JsonException("not an outcome that is known: " + outcome);
    };
  }

  private static Entry entry(ObjectView view, Consumer<Told> heard) {
    var told = EntryTree.read(view.needObject("entry"));
    heard.accept(told);
    return told.entry();
  }
}
