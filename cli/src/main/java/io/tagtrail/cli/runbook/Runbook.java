package io.tagtrail.cli.runbook;

import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import java.time.Instant;
import java.util.List;

/// What to do about an alias when something is wrong. The same ledger and the same answers of the
/// registry give the same page, but for [Made#at]: a copy in a repository changes only when
/// something did.
public record Runbook(Alias alias, Made made, List<Section> sections) {
  public Runbook {
    sections = List.copyOf(sections);
  }

  /// When the page was made, and from what.
  ///
  /// @param live whether the registry was asked
  public record Made(Instant at, LogHead head, boolean live) {}

  /// A part of the page.
  public record Section(String title, List<Block> blocks) {
    public Section {
      blocks = List.copyOf(blocks);
    }
  }

  /// A piece of a part.
  public sealed interface Block {
    /// A fact beside its label.
    record Fact(String label, String text) implements Block {}

    /// A sentence.
    record Say(String text) implements Block {}

    /// A command to paste, word by word, unquoted.
    record Run(List<String> words) implements Block {
      public Run {
        words = List.copyOf(words);
      }
    }
  }

  /// The last rollback of the alias by Tagtrail among its commands; empty where there is none.
  public List<String> rollback() {
    var start = List.of("tagtrail", "rollback", alias.toString());
    var last = List.<String>of();
    for (var section : sections) {
      for (var block : section.blocks()) {
        if (block instanceof Block.Run(var words)
            && words.size() >= start.size()
            && words.subList(0, start.size()).equals(start)) {
          last = words;
        }
      }
    }
    return last;
  }
}
