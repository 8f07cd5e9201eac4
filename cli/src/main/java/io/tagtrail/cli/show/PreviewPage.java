package io.tagtrail.cli.show;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.server.PolicyPreview;
import java.util.List;

/// What making another policy the active one would change.
public final class PreviewPage {
  private PreviewPage() {}

  public static void write(Page page, PolicyPreview preview) {
    if (preview.isActive()) {
      page.line("policy %s is the active one already".formatted(preview.next()));
      return;
    }
    page.row("NOW", preview.active() == null ? "no policy" : preview.active().toString());
    page.row("NEXT", preview.next().toString());
    list(page, "LOOSENED", Style.YELLOW, preview.loosened());
    list(page, "TIGHTER", Style.PLAIN, preview.tightened());
    list(page, "LOST", Style.RED, preview.lostTargets());
    if (!preview.loosened().isEmpty()) {
      page.line(
          "loosening takes somebody who has no right to move what is loosened, where a server asks"
              + " for rights");
    }
    page.line("nothing was changed; next:");
    page.command("tagtrail", "config", "apply", "--reason", "…");
  }

  private static void list(Page page, String label, Style style, List<String> sentences) {
    if (sentences.isEmpty()) {
      page.row(label, "nothing");
      return;
    }
    page.row(label, style, sentences.getFirst());
    sentences.stream().skip(1).forEach(page::more);
  }
}
