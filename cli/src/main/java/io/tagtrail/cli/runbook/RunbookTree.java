package io.tagtrail.cli.runbook;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.wire.Trees;

/// The JSON form of a page.
public final class RunbookTree {
  private RunbookTree() {}

  public static Json.Obj of(Runbook page) {
    var made = page.made();
    return new ObjectBuilder()
        .putText("alias", page.alias())
        .put(
            "made",
            new ObjectBuilder()
                .put("at", made.at())
                .put("live", made.live())
                .put("origin", made.head().origin())
                .put("size", made.head().size())
                .putText("root", made.head().root())
                .put("newest", made.head().time())
                .build())
        .put("sections", Trees.list(page.sections(), RunbookTree::section))
        .build();
  }

  private static Json section(Runbook.Section section) {
    return new ObjectBuilder()
        .put("title", section.title())
        .put("blocks", Trees.list(section.blocks(), RunbookTree::block))
        .build();
  }

  private static Json block(Runbook.Block block) {
    return switch (block) {
      case Runbook.Block.Fact fact ->
          new ObjectBuilder().put("label", fact.label()).put("text", fact.text()).build();
      case Runbook.Block.Say say -> new ObjectBuilder().put("text", say.text()).build();
      case Runbook.Block.Run run ->
          new ObjectBuilder().put("command", Trees.list(run.words(), Json.Str::new)).build();
    };
  }
}
