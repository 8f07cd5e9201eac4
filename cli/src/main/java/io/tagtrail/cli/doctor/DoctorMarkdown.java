package io.tagtrail.cli.doctor;

import io.tagtrail.cli.out.MarkdownText;
import io.tagtrail.server.doctor.Diagnosis;
import io.tagtrail.server.doctor.Finding;
import io.tagtrail.server.doctor.Item;
import io.tagtrail.server.doctor.WrongChoice;
import io.tagtrail.server.wire.Ages;
import java.util.List;
import java.util.stream.Collectors;

/// Diagnoses as Markdown, for a review or an auditor.
public final class DoctorMarkdown {
  private DoctorMarkdown() {}

  public static String of(List<Diagnosis> diagnoses) {
    var out = new MarkdownText();
    diagnoses.forEach(diagnosis -> write(out, diagnosis));
    return out.text();
  }

  private static void write(MarkdownText out, Diagnosis diagnosis) {
    var declared = diagnosis.declared();
    out.heading(1, "Readiness of " + diagnosis.alias());
    out.paragraph(
        "%s. Proven: %s. Declared: %s.%s"
            .formatted(
                Ages.utc(diagnosis.asOf()),
                diagnosis.proven(),
                declared == null ? "nothing" : declared,
                diagnosis.exceeds() ? " MORE IS DECLARED THAN IS PROVEN." : ""));
    for (var list : Item.List.values()) {
      out.heading(2, list.title());
      out.table(
          List.of("item", "needed for", "verdict", "evidence"),
          diagnosis.findings().stream()
              .filter(finding -> finding.item().list() == list)
              .map(finding -> row(finding, diagnosis))
              .toList());
    }
    var next = diagnosis.next();
    if (next != null) {
      out.heading(2, "What " + next + " takes");
      diagnosis
          .missing()
          .forEach(
              finding -> out.item(finding.item().title() + ":", String.valueOf(finding.next())));
    }
    if (!diagnosis.wrongChoice().isEmpty()) {
      out.heading(2, "A floating tag is the wrong choice here");
      diagnosis.wrongChoice().forEach(reason -> out.item(null, reason));
      out.paragraph("Instead: " + WrongChoice.INSTEAD);
    }
  }

  private static List<String> row(Finding finding, Diagnosis diagnosis) {
    var level = finding.item().level();
    return List.of(
        finding.item().title(),
        level == null ? "" : level.toString(),
        finding.verdict().words() + ": " + finding.why(),
        finding.evidence().stream()
            .map(proof -> DoctorPage.sentence(proof, diagnosis.asOf()))
            .collect(Collectors.joining("; ")));
  }
}
