package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Digest;
import io.tagtrail.server.Checked;
import java.util.List;

/// The JSON form of what a look at an alias's tag showed.
public final class CheckedTree {
  private CheckedTree() {}

  public static Json.Obj of(Checked checked) {
    var out = new ObjectBuilder().putText("alias", checked.alias());
    return switch (checked.result()) {
      case Checked.Result.Agrees agrees -> out.put("result", "agrees").build();
      case Checked.Result.FoundOutside found ->
          out.put("result", "moved-outside")
              .put("known", false)
              .put("recorded", entries(found.recorded()))
              .build();
      case Checked.Result.StillOutside still ->
          out.put("result", "moved-outside")
              .put("known", true)
              .put("recorded", entries(List.of()))
              .putText("governed", still.governed())
              .putText("observed", still.observed())
              .build();
      case Checked.Result.Settled settled ->
          out.put("result", "settled").put("recorded", entries(settled.recorded())).build();
      case Checked.Result.Unfinished unfinished ->
          out.put("result", "unfinished")
              .put("intent", EntryTree.intent(unfinished.intent()))
              .put("why", unfinished.why())
              .build();
      case Checked.Result.Away away -> out.put("result", "away").put("why", away.why()).build();
      case Checked.Result.NotGoverned notGoverned -> out.put("result", "not-governed").build();
    };
  }

  public static Checked read(ObjectView view) {
    var result = view.needText("result");
    return new Checked(
        Trees.alias(view),
        switch (result) {
          case "agrees" -> new Checked.Result.Agrees();
          case "moved-outside" ->
              view.flag("known")
                  ? new Checked.Result.StillOutside(
                      view.parsed("governed", Digest::parse),
                      view.parsed("observed", Digest::parse))
                  : new Checked.Result.FoundOutside(recorded(view));
          case "settled" -> new Checked.Result.Settled(recorded(view));
          case "unfinished" ->
              new Checked.Result.Unfinished(
                  EntryTree.readIntent(view.needObject("intent")), view.needText("why"));
          case "away" -> new Checked.Result.Away(view.needText("why"));
          case "not-governed" -> new Checked.Result.NotGoverned();
          default -> throw new JsonException("not a result that is known: " + result);
        });
  }

  private static List<Entry> recorded(ObjectView view) {
    return Trees.read(view, "recorded", EntryTree::readBare);
  }

  private static Json entries(List<Entry> entries) {
    return Trees.list(entries, EntryTree::bare);
  }
}
