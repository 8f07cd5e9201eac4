package io.tagtrail.cli;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.server.Local;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.signing.Resigning.Item;
import io.tagtrail.server.signing.Resigning.State;
import io.tagtrail.server.wire.Trees;
import java.util.List;
import java.util.Locale;

/// Signs the windows of a key, and tells what came of it.
record Windows(Session session, String key) {
  /// @param all whether every bundle is to be signed again, of a dry run before the key is
  ///   exchanged
  ExitCode sign(boolean dryRun, boolean all) {
    var environment = session.context().environment();
    var config = ConfigReader.read(session.globals().needConfig(), environment);
    session.lasting("signing");
    var items =
        Local.resign(config, environment, Time.system(), key, dryRun, session::progress).stream()
            .map(item -> dryRun && all ? again(item) : item)
            .toList();
    session.answer(page -> show(page, items, dryRun), () -> tree(items, dryRun));
    return items.stream().anyMatch(item -> item.state() == State.FAILED)
        ? ExitCode.UNAVAILABLE
        : ExitCode.OK;
  }

  private static Item again(Item item) {
    return item.state() == State.THERE
        ? new Item(item.alias(), item.sequence(), item.digest(), State.SIGNED, item.why())
        : item;
  }

  private void show(Page page, List<Item> items, boolean dryRun) {
    for (var item : items) {
      var line =
          "%s#%d %s %s%s"
              .formatted(
                  item.alias(),
                  item.sequence(),
                  item.digest().shortHex(),
                  label(item.state(), dryRun),
                  item.why().isEmpty() ? "" : ": " + item.why());
      page.line(item.state() == State.FAILED ? Style.RED : Style.PLAIN, line);
    }
    page.line(
        count(items, State.FAILED) == 0 ? Style.GREEN : Style.RED,
        "%s: %d %s, %d had it, %d skipped, %d failed"
            .formatted(
                key,
                count(items, State.SIGNED),
                label(State.SIGNED, dryRun),
                count(items, State.THERE),
                count(items, State.SKIPPED),
                count(items, State.FAILED)));
    if (count(items, State.FAILED) > 0) {
      page.line("run it again: what is signed stays so, and no tag was touched");
    }
  }

  private static String label(State state, boolean dryRun) {
    return switch (state) {
      case SIGNED -> dryRun ? "would be signed" : "signed";
      case THERE -> "is signed already";
      case SKIPPED -> "skipped";
      case FAILED -> "FAILED";
    };
  }

  private static long count(List<Item> items, State state) {
    return items.stream().filter(item -> item.state() == state).count();
  }

  private Json tree(List<Item> items, boolean dryRun) {
    return new ObjectBuilder()
        .put("key", key)
        .put("dryRun", dryRun)
        .put(
            "bundles",
            Trees.list(
                items,
                item ->
                    new ObjectBuilder()
                        .putText("alias", item.alias())
                        .put("sequence", item.sequence())
                        .putText("digest", item.digest())
                        .put("state", item.state().name().toLowerCase(Locale.ROOT))
                        .put("why", item.why().isEmpty() ? null : item.why())
                        .build()))
        .build();
  }
}
