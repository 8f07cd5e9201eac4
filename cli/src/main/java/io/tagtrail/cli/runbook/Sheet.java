package io.tagtrail.cli.runbook;

import io.tagtrail.cli.runbook.Runbook.Block;
import io.tagtrail.cli.runbook.Runbook.Section;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one part of a page.
final class Sheet {
  private final String title;
  private final List<Block> blocks = new ArrayList<>();

  Sheet(String title) {
    this.title = title;
  }

  Sheet fact(String label, @Nullable String text) {
    if (text != null) {
      blocks.add(new Block.Fact(label, text));
    }
    return this;
  }

  Sheet say(String text) {
    blocks.add(new Block.Say(text));
    return this;
  }

  Sheet run(String... words) {
    blocks.add(new Block.Run(List.of(words)));
    return this;
  }

  Section section() {
    return new Section(title, blocks);
  }
}
