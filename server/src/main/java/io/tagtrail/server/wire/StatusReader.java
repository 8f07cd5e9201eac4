package io.tagtrail.server.wire;

import io.tagtrail.core.event.Codec;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.server.Told;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads an alias's status back from what [StatusTree] wrote, with nothing lost.
public final class StatusReader {
  private final Consumer<Told> heard;

  /// @param heard told of every entry that comes with its texts
  public StatusReader(Consumer<Told> heard) {
    this.heard = heard;
  }

  public Status read(ObjectView view) {
    var alias = Trees.alias(view);
    return new Status(
        state(alias, view),
        RulesTree.read(view),
        entry(view, "now"),
        entry(view, "before"),
        entry(view, "outside"),
        live(view.needObject("registry")),
        Trees.read(view.needObject("stops"), "blocks", EntryTree::readStop),
        Trees.optional(view, "rollback", StatusReader::backTo),
        record(view.needObject("record")),
        FreezeTree.read(view.needObject("freeze")),
        Trees.read(view, "clusters", ClusterTree::readConsumption),
        view.needTime("asOf"));
  }

  private static AliasState state(Alias alias, ObjectView view) {
    var state = StreamState.decode(alias.stream(), Trees.canonical(view, "state"));
    if (state instanceof AliasState ofAlias) {
      return ofAlias;
    }
    throw new JsonException("the state is not of " + alias);
  }

  private @Nullable Entry entry(ObjectView view, String name) {
    var told = Trees.optional(view, name, EntryTree::read);
    if (told == null) {
      return null;
    }
    heard.accept(told);
    return told.entry();
  }

  private static Live live(ObjectView view) {
    var state = view.needText("state");
    return switch (state) {
      case "agrees" -> new Live.Agrees(view.needTime("seen"));
      case "differs" ->
          new Live.Differs(view.parsed("digest", Digest::parse), view.needTime("seen"));
      case "away" -> new Live.Away(view.needText("why"));
      case "not-asked" -> new Live.NotAsked();
      default -> throw new JsonException("not a state of the registry that is known: " + state);
    };
  }

  private static @Nullable Outgoing record(ObjectView view) {
    if (view.needText("state").equals("none")) {
      return null;
    }
    return new Outgoing(
        view.needNumber("index"),
        view.needParsed("kind", TaskKind::parse),
        Math.toIntExact(view.needNumber("attempts")),
        view.needTime("due"),
        view.time("done"),
        view.text("problem"));
  }

  static RollbackTargets.Answer backTo(ObjectView view) {
    return new RollbackTargets.Answer(
        Trees.optional(view, "target", StatusReader::candidate),
        Trees.read(view, "passedOver", StatusReader::candidate));
  }

  private static RollbackTargets.Candidate candidate(ObjectView view) {
    return new RollbackTargets.Candidate(
        new Tenure(
            EntryTree.readBare(view.needObject("entry")),
            Codec.descriptor(view.needObject("bundle")),
            view.needNumber("sequence"),
            view.time("until"),
            view.flag("rolledBack")),
        RollbackTargets.Verdict.valueOf(view.needText("verdict").toUpperCase(Locale.ROOT)),
        view.needText("why"),
        Trees.read(view, "checks", EntryTree::readCheck));
  }
}
