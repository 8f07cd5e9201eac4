package io.tagtrail.server.doctor;

import io.tagtrail.core.model.Alias;
import io.tagtrail.server.config.Maturity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How safe an alias is.
///
/// @param proven the level that the evidence proves
/// @param declared the level that configuration declares; null for none
/// @param findings one for each item, in their order
/// @param wrongChoice why a floating tag is the wrong choice here; empty where it is not
public record Diagnosis(
    Alias alias,
    Instant asOf,
    Maturity proven,
    @Nullable Maturity declared,
    List<Finding> findings,
    List<String> wrongChoice) {
  public Diagnosis {
    findings = List.copyOf(findings);
    wrongChoice = List.copyOf(wrongChoice);
  }

  /// Whether more is declared than is proven.
  public boolean exceeds() {
    return declared != null && declared.compareTo(proven) > 0;
  }

  /// The level after the one that is proven; null after the last.
  public @Nullable Maturity next() {
    return switch (proven) {
      case L1 -> Maturity.L2;
      case L2 -> Maturity.L3;
      case L3 -> Maturity.L4;
      case L4 -> null;
    };
  }

  /// What is missing for the next level.
  public List<Finding> missing() {
    var next = next();
    return next == null
        ? List.of()
        : findings.stream()
            .filter(finding -> {
              var level = finding.item().level();
              return level != null && level.compareTo(next) <= 0 && !finding.isProven();
            })
            .toList();
  }

  public Finding of(Item item) {
    return findings.stream()
        .filter(finding -> finding.item() == item)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("every item has a finding: " + item));
  }
}
