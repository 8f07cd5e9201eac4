package io.tagtrail.attest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.attest.Carried;
import io.tagtrail.attest.FluxRules;
import io.tagtrail.attest.FluxRules.Answer;
import io.tagtrail.attest.FluxRules.Generation;
import io.tagtrail.attest.SigstoreBundle;
import java.util.List;

/// Whatever somebody attached as a Sigstore bundle to a bundle that nobody signed.
final class FluxRulesFuzz {
  @FuzzTest
  void whatever_is_attached_is_judged_and_never_accepted(byte[] bytes) {
    var carried = new Carried(List.of(new Carried.Attached(bytes)), List.of());
    switch (FluxRules.verify(Generation.FROM_2_8, Worlds.NEVER_SIGNED, carried, Worlds.KEYS)) {
      case Answer.Accepted accepted -> throw new AssertionError("accepted: " + accepted);
      case Answer.Refused(var why) -> Worlds.message(why);
      case Answer.Unsure(var why) -> Worlds.message(why);
    }
    assertThat(SigstoreBundle.promotion(bytes, Worlds.NEVER_SIGNED, Worlds.KEYS)).isEmpty();
  }
}
