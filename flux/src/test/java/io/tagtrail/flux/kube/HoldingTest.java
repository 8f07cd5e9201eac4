package io.tagtrail.flux.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.json.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldingTest {
  private static KubeObject object(String namespace, String name, int chars) {
    return new KubeObject(
        Manifests.yaml(
            "{metadata: {namespace: %s, name: %s}, status: {lastAppliedRevision: '%s'}}"
                .formatted(namespace, name, "x".repeat(chars))));
  }

  private static List<String> keys(Holding holding) {
    return holding.all().stream().map(KubeObject::key).sorted().toList();
  }

  @Test
  void where_there_are_too_many_it_is_those_of_the_namespace_that_has_most_that_go() {
    var holding = new Holding(5, 1 << 20);
    for (int i = 0; i < 9; i++) {
      holding.put(object("a-tenant", "t" + i, 10));
    }
    assertThat(holding.put(object("shop", "web", 10))).isTrue();
    assertThat(holding.put(object("zoo", "web", 10))).isTrue();
    assertThat(keys(holding))
        .containsExactly("a-tenant/t0", "a-tenant/t1", "a-tenant/t2", "shop/web", "zoo/web");
    assertThat(holding.leftOut()).hasSize(6).allMatch(each -> each.startsWith("a-tenant/"));
  }

  @Test
  void where_they_are_too_large_together_it_is_those_of_the_heaviest_namespace_that_go() {
    var holding = new Holding(1_000, 100_000);
    for (int i = 0; i < 5; i++) {
      holding.put(object("shop", "s" + i, 10));
    }
    for (int i = 0; i < 9; i++) {
      holding.put(object("tenant", "t" + i, 30_000));
    }
    for (int i = 5; i < 10; i++) {
      holding.put(object("shop", "s" + i, 10));
    }
    assertThat(keys(holding)).hasSize(13).contains("shop/s9", "tenant/t0", "tenant/t2");
    long kept = holding.all().stream().mapToLong(each -> Weight.of(each.json())).sum();
    assertThat(kept).isLessThanOrEqualTo(100_000);
  }

  @Test
  void one_that_is_too_large_by_itself_is_left_out_and_comes_back_when_it_is_not() {
    var holding = new Holding();
    assertThat(holding.put(object("shop", "web", 10))).isTrue();
    assertThat(holding.put(object("shop", "web", KubeReader.OBJECT_BYTES))).isTrue();
    assertThat(holding.put(object("shop", "web", KubeReader.OBJECT_BYTES))).isFalse();
    assertThat(holding.all()).isEmpty();
    assertThat(holding.leftOut()).containsExactly("shop/web");
    assertThat(holding.put(object("shop", "web", 20))).isTrue();
    assertThat(holding.leftOut()).isEmpty();
    assertThat(keys(holding)).containsExactly("shop/web");
  }

  @Test
  void what_goes_gives_its_room_back() {
    var holding = new Holding(2, 1 << 20);
    for (int i = 0; i < 100; i++) {
      assertThat(holding.put(object("n" + i % 7, "x" + i, 10))).isTrue();
      assertThat(holding.remove("n" + i % 7 + "/x" + i)).isTrue();
    }
    holding.put(object("a", "x", 10));
    holding.put(object("b", "x", 10));
    assertThat(holding.put(object("b", "x", 10))).isFalse();
    assertThat(holding.put(object("b", "x", 11))).isTrue();
    assertThat(holding.leftOut()).isEmpty();
    holding.leave(Set.of("c/x"));
    assertThat(holding.remove("c/x")).isTrue();
    assertThat(holding.remove("c/x")).isFalse();
  }

  @Test
  void a_weight_is_no_less_than_the_text_that_is_kept() {
    assertThat(Weight.of(new Json.Str("x".repeat(1_000)))).isGreaterThan(1_000);
    assertThat(Weight.of(new Json.Str("€".repeat(1_000)))).isGreaterThan(2_000);
    assertThat(Weight.of(Manifests.source("a", "b", Manifests.A))).isBetween(2_000L, 8_000L);
  }
}
