package io.tagtrail.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.json.JsonReader;
import io.tagtrail.server.wire.DiagnosisTree;
import io.tagtrail.server.wire.EvidenceTree;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What was looked at comes over the wire as it was, so that it is judged the same at both ends.
class EvidenceTreeTest {
  private static Evidence again(Evidence evidence) {
    return EvidenceTree.read(JsonReader.object(EvidenceTree.of(evidence).canonicalBytes()));
  }

  @Test
  void everything_that_there_can_be_comes_back() {
    var ideal = new Ideal();
    ideal.access =
        List.of(new Evidence.Access("prod-eu", Ideal.NOW, List.of("patch x"), "half of it"));
    ideal.lost = List.of("#2: gone");
    ideal.dying = List.of("#1: on Monday");
    ideal.visible = true;
    var evidence = ideal.evidence();
    assertThat(again(evidence)).isEqualTo(evidence);
    assertThat(Judge.judge(again(evidence))).isEqualTo(Judge.judge(evidence));
  }

  @Test
  void what_is_not_known_stays_unknown() {
    var ideal = new Ideal();
    ideal.declared = null;
    ideal.first = null;
    ideal.recorded = null;
    ideal.safe = null;
    ideal.target = null;
    ideal.rehearsed = null;
    ideal.checked = null;
    ideal.watch = null;
    ideal.signed = null;
    ideal.page = null;
    ideal.sources = List.of();
    ideal.trials = List.of();
    ideal.newest = List.of();
    var evidence = ideal.evidence();
    assertThat(again(evidence)).isEqualTo(evidence);
  }

  @Test
  void a_diagnosis_says_what_it_was_judged_by() {
    var evidence = new Ideal().evidence();
    var tree =
        JsonReader.object(DiagnosisTree.of(evidence, Judge.judge(evidence)).canonicalBytes());
    assertThat(tree.needText("proven")).isEqualTo("L4");
    assertThat(EvidenceTree.read(tree.needObject("evidence"))).isEqualTo(evidence);
    assertThat(evidence.answering().recorded()).isEqualTo(Duration.ofMillis(40));
  }
}
