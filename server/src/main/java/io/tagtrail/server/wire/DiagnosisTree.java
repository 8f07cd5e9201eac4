package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.doctor.Diagnosis;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.doctor.Finding;
import io.tagtrail.server.doctor.WrongChoice;

/// The JSON form of how safe an alias is.
public final class DiagnosisTree {
  private DiagnosisTree() {}

  /// @param evidence what it was judged by
  public static Json.Obj of(Evidence evidence, Diagnosis diagnosis) {
    boolean wrong = !diagnosis.wrongChoice().isEmpty();
    return new ObjectBuilder()
        .putText("alias", diagnosis.alias())
        .put("asOf", diagnosis.asOf())
        .putText("proven", diagnosis.proven())
        .putText("declared", diagnosis.declared())
        .put("exceeds", diagnosis.exceeds())
        .putText("next", diagnosis.next())
        .put("findings", Trees.list(diagnosis.findings(), DiagnosisTree::finding))
        .put("wrongChoice", Trees.list(diagnosis.wrongChoice(), Json.Str::new))
        .put("instead", wrong ? WrongChoice.INSTEAD : null)
        .put("evidence", EvidenceTree.of(evidence))
        .build();
  }

  private static Json finding(Finding finding) {
    return new ObjectBuilder()
        .put("item", finding.item().label())
        .put("title", finding.item().title())
        .putText("level", finding.item().level())
        .put("verdict", finding.verdict().label())
        .put("why", finding.why())
        .put("next", finding.next())
        .put("evidence", Trees.list(finding.evidence(), DiagnosisTree::proof))
        .build();
  }

  private static Json proof(Finding.Proof proof) {
    return new ObjectBuilder()
        .put("looked", proof.looked())
        .put("when", proof.when())
        .put("showed", proof.showed())
        .build();
  }
}
