package io.tagtrail.bundle.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.tagtrail.bundle.bound.Budget;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.bound.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class YamlReaderTest {
  private static List<Value> read(String text) throws NotYamlException {
    return YamlReader.read(text.getBytes(StandardCharsets.UTF_8), new Budget(Limits.USUAL));
  }

  private static Value.Mapping one(String text) throws NotYamlException {
    var all = read(text);
    assertThat(all).hasSize(1);
    return (Value.Mapping) all.getFirst();
  }

  private static Value.Scalar scalar(Value.Mapping mapping, String key) {
    return mapping.get(key) instanceof Value.Scalar scalar ? scalar : fail("no scalar: " + key);
  }

  @Test
  void documents_are_read_one_after_the_other_without_empty_ones() throws NotYamlException {
    assertThat(read("---\na: 1\n---\n# nothing\n---\nb: [x, {c: d}]\n...\n")).hasSize(2);
    assertThat(read("")).isEmpty();
  }

  @Test
  void what_is_quoted_is_a_text() throws NotYamlException {
    var value = one("a: 1.10\nb: '1.10'\nc: null\nd: 'null'\ne: yes\nf: !!str 5");
    assertThat(scalar(value, "a").isNumber()).isTrue();
    assertThat(scalar(value, "b").isNumber()).isFalse();
    assertThat(value.text("c")).isNull();
    assertThat(value.text("d")).isEqualTo("null");
    assertThat(scalar(value, "e").isBool()).isFalse();
    assertThat(scalar(value, "f").isNumber()).isFalse();
  }

  @Test
  void merge_keys_give_what_is_not_there() throws NotYamlException {
    var value = one("base: &b {image: a, x: 1}\nweb:\n  <<: *b\n  x: 2\n");
    assertThat(value.mapping("web").text("image")).isEqualTo("a");
    assertThat(value.mapping("web").text("x")).isEqualTo("2");
  }

  @Test
  void aliases_that_explode_are_refused_before_they_do() {
    var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    assertThatThrownBy(() -> read(text.toString()))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("alias");
  }

  @Test
  void merges_that_explode_are_refused_too() {
    var text = new StringBuilder("a0: &a0 {k: v, l: w}\n");
    for (int i = 1; i < 30; i++) {
      text.append("a%d: &a%d {<<: [*a%d, *a%d]}\n".formatted(i, i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> read(text.toString())).isInstanceOf(UnreadableException.class);
  }

  @Test
  void an_alias_of_what_it_is_in_is_no_yaml_for_kubernetes() {
    assertThatThrownBy(() -> read("a: &a [*a]")).isInstanceOf(NotYamlException.class);
    assertThatThrownBy(() -> read("a: *b")).isInstanceOf(NotYamlException.class);
  }

  @Test
  void deep_nesting_is_refused_without_recursion() {
    assertThatThrownBy(() -> read("[".repeat(200_000)))
        .isInstanceOf(NotYamlException.class)
        .hasMessageContaining("deep");
    assertThatThrownBy(() -> read("{a: ".repeat(200_000))).isInstanceOf(NotYamlException.class);
  }

  @Test
  void more_documents_than_a_bundle_may_have_are_refused() throws NotYamlException {
    assertThat(read("---\na: 1\n".repeat(10_000))).hasSize(10_000);
    assertThatThrownBy(() -> read("---\na: 1\n".repeat(10_001)))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("10000 YAML documents");
  }

  @Test
  void the_same_key_twice_is_refused() {
    assertThatThrownBy(() -> read("a: 1\na: 2")).isInstanceOf(NotYamlException.class);
    assertThatThrownBy(() -> read("? [a]\n: 2")).isInstanceOf(NotYamlException.class);
  }

  @Test
  void what_is_no_yaml_is_named_by_its_line_and_never_quoted() {
    assertThatThrownBy(() -> read("a: 1\nb: [secret\nc: hunter2: x"))
        .isInstanceOf(NotYamlException.class)
        .hasMessageContaining("line ")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> YamlReader.read(new byte[] {(byte) 0xff}, new Budget(Limits.USUAL)))
        .hasMessageContaining("UTF-8");
  }

  @Test
  void meaning_is_the_same_whatever_the_order_and_the_quotes() throws NotYamlException {
    assertThat(Meaning.of(one("{a: x, b: 1, c: true, d: ~}")))
        .isEqualTo(Meaning.of(one("d: null\nc: True\nb: 1\na: 'x'\n")))
        .isNotEqualTo(Meaning.of(one("{a: x, b: '1', c: true, d: ~}")))
        .isNotEqualTo(Meaning.of(one("{a: x, b: 1, c: true, d: ''}")));
  }

  @Test
  void what_is_written_is_read_back_as_what_it_was() throws NotYamlException {
    var text =
        "kind: A\nmetadata: {name: x, 'y: z': [1, '1', null, '', [a, [b]], {c: {d: []}}]}\n"
            + "apiVersion: v1\ntext: \"two\\nlines\"\nodd: [' a', '- b', 'c #d', '{', '*e', 'f:']";
    var value = one(text);
    var lines = YamlText.lines(value, 1_000);
    assertThat(lines.getFirst()).isEqualTo("apiVersion: v1");
    var again = one(String.join("\n", lines).replace("text: |", "text: |-"));
    assertThat(Meaning.of(again)).isEqualTo(Meaning.of(value));
  }
}
