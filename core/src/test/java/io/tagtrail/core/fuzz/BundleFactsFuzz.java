package io.tagtrail.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.BundleFacts;
import io.tagtrail.core.registry.Annotations;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import java.util.Map;

/// What a bundle says of itself. It must never keep a move from being recorded.
final class BundleFactsFuzz {
  private static final Alias PROD = Alias.parse("shop/prod");

  @FuzzTest
  void whatever_a_manifest_says_can_be_recorded_and_read_back(byte[] bytes) {
    Map<String, String> annotations;
    try {
      annotations =
          Annotations.of(Manifest.of("application/vnd.oci.image.manifest.v1+json", bytes));
    } catch (RegistryException e) {
      assertThat(e.kind()).isEqualTo(RegistryException.Kind.LYING);
      Messages.check(e);
      return;
    }
    var said = BundleFacts.of(annotations);
    var facts =
        new Facts(
            Mover.MISSING,
            Facts.Pipeline.MISSING,
            said.source(),
            Facts.Builder.MISSING,
            said.release());
    var event = Event.of(EventKind.REFUSAL, PROD.stream(), "request").facts(facts).build();
    assertThat(Event.decode(event.encode())).isEqualTo(event);
  }
}
