package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.server.Told;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// The JSON form of what became of setting or releasing a stop.
public final class StopTree {
  private StopTree() {}

  /// @param what the alias or bundle, as people read it
  public static Json.Obj of(String what, Stops.Result result, Function<Entry, Told> tell) {
    var out = new ObjectBuilder().put("what", what);
    return switch (result) {
      case Stops.Result.Recorded recorded ->
          out.put("outcome", "recorded")
              .put(
                  "entries",
                  Trees.list(recorded.entries(), entry -> EntryTree.of(tell.apply(entry))))
              .build();
      case Stops.Result.There there ->
          out.put("outcome", "there")
              .put("stop", EntryTree.stop(there.stop()))
              .put("entries", Trees.list(List.of(), EntryTree::of))
              .build();
      case Stops.Result.Nothing nothing ->
          out.put("outcome", "nothing")
              .put("entries", Trees.list(List.of(), EntryTree::of))
              .build();
    };
  }

  /// @param heard told of every entry, with its texts
  public static Stops.Result read(ObjectView view, Consumer<Told> heard) {
    var outcome = view.needText("outcome");
    return switch (outcome) {
      case "recorded" -> {
        var told = Trees.read(view, "entries", EntryTree::read);
        told.forEach(heard);
        yield new Stops.Result.Recorded(told.stream().map(Told::entry).toList());
      }
      case "there" -> new Stops.Result.There(EntryTree.readStop(view.needObject("stop")));
      case "nothing" -> new Stops.Result.Nothing();
      default -> throw new JsonException("not an outcome that is known: " + outcome);
    };
  }
}
