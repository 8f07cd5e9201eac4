package io.tagtrail.bundle.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.bundle.Bundles;
import io.tagtrail.bundle.TarFile;
import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.core.model.Digest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What comparing two bundles may cost.
final class WorkTest {
  private static Side side(String yaml) {
    var contents =
        Bundles.flux(
            new TarFile().file("a.yaml", yaml).file("noise", TarFile.noise(yaml.length() / 150)));
    return new Side(Inventory.of(Digest.of(new byte[0]), contents, java.util.List.of()), contents);
  }

  private static String list(int items, String last) {
    return "{apiVersion: v1, kind: ConfigMapList, items: ["
        + "{metadata: {name: a}},".repeat(items)
        + "{metadata: {name: "
        + last
        + "}}]}";
  }

  private static String many(int objects, String form, int round) {
    return IntStream.range(0, objects)
        .mapToObj(i -> form.formatted(i, round))
        .collect(Collectors.joining("\n---\n"));
  }

  /// Each looked for a name after all those before it: 40 s of twenty thousand.
  @Test
  @Timeout(20)
  void an_object_that_is_repeated_twenty_thousand_times_is_counted_not_looked_for() {
    var difference = Comparison.of(side(list(20_000, "b")), side(list(20_000, "c")));
    assertThat(difference.objects())
        .extracting(change -> change.kind() + " " + change.id())
        .containsExactly("REMOVED ConfigMap b", "ADDED ConfigMap c");
  }

  @Test
  void the_second_of_one_name_is_compared_with_the_second() {
    var form = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, n: '%s'}";
    var before = form.formatted(1) + "\n---\n" + form.formatted(2);
    var after = before + "\n---\n" + form.formatted(3);
    assertThat(Comparison.of(side(before), side(after)).objects())
        .extracting(Difference.ObjectChange::kind)
        .containsExactly(Kind.ADDED);
  }

  @Test
  void all_texts_together_are_bounded_and_the_rest_is_counted() {
    var form =
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: c%d}, data: {a: \"%d"
            + "x".repeat(1_900);
    var lines = (",\n b%d: \"%%d" + "y".repeat(1_900) + "\"");
    var whole =
        form
            + "\""
            + IntStream.range(0, 20)
                .mapToObj(i -> lines.formatted(i).replace("%d", "%2$d"))
                .collect(Collectors.joining())
            + "}}";
    var difference = Comparison.of(side(many(60, whole, 1)), side(many(60, whole, 2)));
    long letters =
        difference.hunks().stream()
            .flatMap(hunk -> hunk.lines().stream())
            .mapToLong(String::length)
            .sum();
    assertThat(difference.objects()).hasSize(60);
    assertThat(letters).isBetween(1L << 20, 3L << 19);
    assertThat(difference.notes())
        .contains((60 - difference.hunks().size()) + " more changed texts are not shown");
  }

  @Test
  void an_object_that_its_aliases_make_huge_is_not_written_out() {
    var form =
        "{apiVersion: v1, kind: A, metadata: {name: a}, x: &x ["
            + "{k: v},".repeat(500)
            + "{}], all: ["
            + "*x,".repeat(500)
            + "'%d']}";
    var difference = Comparison.of(side(form.formatted(1)), side(form.formatted(2)));
    assertThat(difference.hunks().getFirst().lines())
        .containsExactly("(it differs: too large to show)");
  }
}
