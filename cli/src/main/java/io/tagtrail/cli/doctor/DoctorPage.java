package io.tagtrail.cli.doctor;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.server.doctor.Diagnosis;
import io.tagtrail.server.doctor.Finding;
import io.tagtrail.server.doctor.Item;
import io.tagtrail.server.doctor.WrongChoice;
import io.tagtrail.server.wire.Ages;
import java.time.Instant;

/// A diagnosis as text: the levels first, then each item with its evidence, then what is missing.
public final class DoctorPage {
  private DoctorPage() {}

  public static void write(Page page, Diagnosis diagnosis) {
    var declared = diagnosis.declared();
    page.line(Style.BOLD, "DOCTOR " + diagnosis.alias() + ", " + Ages.utc(diagnosis.asOf()));
    page.row(
        "MATURITY",
        diagnosis.exceeds() ? Style.RED : Style.GREEN,
        "proven %s, declared %s%s"
            .formatted(
                diagnosis.proven(),
                declared == null ? "nothing" : declared,
                diagnosis.exceeds() ? ": MORE IS DECLARED THAN IS PROVEN" : ""));
    for (var list : Item.List.values()) {
      page.blank().line(Style.BOLD, list.title());
      for (var finding : diagnosis.findings()) {
        if (finding.item().list() == list) {
          finding(page, finding, diagnosis);
        }
      }
    }
    next(page, diagnosis);
    wrongChoice(page, diagnosis);
  }

  private static void finding(Page page, Finding finding, Diagnosis diagnosis) {
    var level = finding.item().level();
    page.row(
        label(finding.verdict()),
        style(finding.verdict()),
        "%s%s: %s"
            .formatted(
                finding.item().title(), level == null ? "" : " (" + level + ")", finding.why()));
    for (var proof : finding.evidence()) {
      page.more("- " + sentence(proof, diagnosis.asOf()));
    }
  }

  /// With its time, where that is not the time of the whole.
  static String sentence(Finding.Proof proof, Instant asOf) {
    var when = proof.when().equals(asOf) ? "" : " (" + Ages.utc(proof.when()) + ")";
    return "%s%s: %s".formatted(proof.looked(), when, proof.showed());
  }

  private static String label(Finding.Verdict verdict) {
    return switch (verdict) {
      case PROVEN -> "PROVEN";
      case NOT_PROVEN -> "NOT";
      case UNKNOWN -> "UNKNOWN";
    };
  }

  private static Style style(Finding.Verdict verdict) {
    return switch (verdict) {
      case PROVEN -> Style.GREEN;
      case NOT_PROVEN -> Style.RED;
      case UNKNOWN -> Style.YELLOW;
    };
  }

  private static void next(Page page, Diagnosis diagnosis) {
    var next = diagnosis.next();
    if (next == null) {
      return;
    }
    page.blank().line(Style.BOLD, "What " + next + " takes");
    for (var finding : diagnosis.missing()) {
      page.line("- %s: %s".formatted(finding.item().title(), finding.next()));
    }
  }

  private static void wrongChoice(Page page, Diagnosis diagnosis) {
    if (diagnosis.wrongChoice().isEmpty()) {
      return;
    }
    page.blank().line(Style.RED, "A floating tag is the wrong choice here, because");
    diagnosis.wrongChoice().forEach(reason -> page.line("- " + reason));
    page.line("Instead: " + WrongChoice.INSTEAD);
  }

  /// The line of one alias among several.
  public static String brief(Diagnosis diagnosis) {
    var declared = diagnosis.declared();
    var missing = diagnosis.missing();
    return "%s: proven %s, declared %s%s%s"
        .formatted(
            diagnosis.alias(),
            diagnosis.proven(),
            declared == null ? "nothing" : declared,
            diagnosis.exceeds() ? ", MORE THAN PROVEN" : "",
            missing.isEmpty() ? "" : "; next: " + missing.getFirst().item().title());
  }
}
