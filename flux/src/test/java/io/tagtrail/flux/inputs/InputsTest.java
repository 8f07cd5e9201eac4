package io.tagtrail.flux.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InputsTest {
  private static Input input(String alias, int n) {
    return new Input(
        Alias.parse(alias),
        Location.parse("ghcr.io/acme/shop:" + Alias.parse(alias).environment()),
        Digest.of(new byte[] {(byte) n}),
        n,
        Instant.parse("2026-08-01T10:00:00Z"));
  }

  @Test
  void the_document_is_what_flux_operator_reads() {
    assertThat(Inputs.document(List.of(input("shop/prod", 1_000_000))).canonical())
        .isEqualTo(
            """
            {"inputs":[{"application":"shop","digest":"%s","environment":"prod","id":"shop.prod",\
            "repository":"ghcr.io/acme/shop","sequence":"1000000",\
            "since":"2026-08-01T10:00:00.000Z","tag":"prod","url":"oci://ghcr.io/acme/shop"}]}\
            """
                .formatted(Digest.of(new byte[] {(byte) 1_000_000})));
  }

  @Test
  void ids_are_unique_and_the_order_is_always_the_same() {
    var names = List.of("a-b/c", "a/b-c", "a/b", "a-b/b", "ab/c");
    var ids = new HashSet<String>();
    var inputs = new ArrayList<Input>();
    for (var name : names) {
      inputs.add(input(name, inputs.size()));
      assertThat(ids.add(inputs.getLast().id())).as(name).isTrue();
      assertThat(inputs.getLast().id()).matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    }
    var one = Inputs.document(inputs).canonical();
    assertThat(Inputs.document(inputs.reversed()).canonical()).isEqualTo(one);
  }

  @Test
  void no_value_means_anything_in_a_template_or_in_yaml() {
    var text = Inputs.document(List.of(input("shop/prod", 1))).canonical();
    assertThat(text.replaceAll("\"[a-z]+\":\"[A-Za-z0-9._:/-]+\"", ""))
        .matches("\\{\"inputs\":\\[\\{,*}]}");
  }

  @Test
  void more_than_flux_operator_reads_is_refused() {
    var many = new ArrayList<Input>();
    for (int n = 0; n < 5_000; n++) {
      many.add(input("shop-%d/prod".formatted(n), n));
    }
    assertThatThrownBy(() -> Inputs.document(many))
        .hasMessageContaining("one application or one environment");
  }
}
