package io.tagtrail.cli.runbook;

import io.tagtrail.cli.out.MarkdownText;
import io.tagtrail.cli.out.Shell;
import io.tagtrail.core.model.Text;
import java.util.List;
import java.util.stream.Collectors;

/// The page as Markdown, to print or to keep in a repository.
public final class RunbookMarkdown {
  private RunbookMarkdown() {}

  public static String of(Runbook runbook) {
    var out = new MarkdownText();
    out.heading(1, "Runbook: " + runbook.alias());
    out.paragraph(RunbookPage.made(runbook.made()));
    for (var section : runbook.sections()) {
      out.heading(2, section.title());
      section(out, section.blocks());
    }
    return out.text();
  }

  private static void section(MarkdownText out, List<Runbook.Block> blocks) {
    int i = 0;
    while (i < blocks.size()) {
      switch (blocks.get(i)) {
        case Runbook.Block.Say say -> out.paragraph(say.text());
        case Runbook.Block.Fact fact ->
            out.item(fact.label().isEmpty() ? null : fact.label(), fact.text());
        case Runbook.Block.Run run -> {
          int end = i;
          var commands = new StringBuilder();
          while (end < blocks.size() && blocks.get(end) instanceof Runbook.Block.Run each) {
            commands.append(commands.isEmpty() ? "" : "\n").append(command(each.words()));
            end++;
          }
          out.code("sh", commands.toString());
          i = end - 1;
        }
      }
      i++;
    }
  }

  private static String command(List<String> words) {
    return words.stream().map(Text::printable).map(Shell::quote).collect(Collectors.joining(" "));
  }
}
