package io.tagtrail.bundle.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.bundle.Bundles;
import io.tagtrail.bundle.TarFile;
import io.tagtrail.bundle.diff.Difference.Hunk;
import io.tagtrail.bundle.diff.Difference.Lasting;
import io.tagtrail.bundle.diff.Difference.Topic;
import io.tagtrail.bundle.inventory.ImageEntry;
import io.tagtrail.bundle.inventory.ImageEntry.State;
import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.bundle.model.Contents;
import io.tagtrail.core.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static final String WEB =
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n"
          + "spec: {replicas: %d, template: {spec: {containers: [{name: web, image: r.io/web:%s}]}}}";

  private static Side side(Contents contents) {
    var images =
        contents.images().stream()
            .map(use -> new ImageEntry(use.image(), State.UNKNOWN, null, null, List.of(), 1, false))
            .toList();
    var id = Digest.of(contents.files().toString().getBytes(StandardCharsets.UTF_8));
    return new Side(Inventory.of(id, contents, images), contents);
  }

  private static Side flux(TarFile tar) {
    return side(Bundles.flux(tar));
  }

  private static Side recorded(Side side) {
    return new Side(Inventory.read(side.inventory().document().bytes()), null);
  }

  private static Lasting lasting(Difference difference, Topic topic) {
    return difference.lasting().stream()
        .filter(each -> each.topic() == topic)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void files_objects_images_and_texts_that_differ_are_told() {
    var before =
        flux(
            new TarFile()
                .file("web.yaml", WEB.formatted(1, "1.0"))
                .file("old.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: old}\n")
                .file("readme.md", "one\ntwo\n"));
    var after =
        flux(
            new TarFile()
                .file("web.yaml", WEB.formatted(2, "1.1"))
                .file("new.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: new}\n")
                .file("readme.md", "one\nthree\n"));
    var difference = Comparison.of(before, after);
    assertThat(difference.files())
        .extracting(change -> change.kind().mark() + change.path())
        .containsExactly("+new.yaml", "-old.yaml", "~readme.md", "~web.yaml");
    assertThat(difference.objects())
        .extracting(change -> change.kind().mark() + change.id())
        .containsExactly("~Deployment shop/web", "+Service new", "-Service old");
    assertThat(difference.images())
        .extracting(change -> change.repository() + change.before() + change.after())
        .containsExactly("r.io/web[1.0][1.1]");
    assertThat(difference.hunks())
        .extracting(Hunk::of)
        .containsExactly("Deployment shop/web", "readme.md");
    assertThat(difference.hunks().getFirst().lines())
        .containsSubsequence(
            "-  replicas: 1",
            "+  replicas: 2",
            "         - name: web",
            "-          image: r.io/web:1.0",
            "+          image: r.io/web:1.1");
    assertThat(difference.hunks().getLast().lines())
        .containsExactly("@@ -1,2 +1,2 @@", " one", "-two", "+three");
  }

  @Test
  void another_order_another_quoting_or_another_file_is_no_change_of_an_object() {
    var difference =
        Comparison.of(
            flux(
                new TarFile()
                    .file(
                        "a.yaml",
                        "apiVersion: v1\nkind: Service\nmetadata: {name: x, labels: {a: b}}")),
            flux(
                new TarFile()
                    .file(
                        "b.yaml",
                        "kind: \"Service\"\nmetadata:\n  labels: {a: 'b'}\n  name: x\napiVersion: v1")));
    assertThat(difference.objects()).isEmpty();
    assertThat(difference.files()).hasSize(2);
  }

  @Test
  void an_object_that_overlays_repeat_is_compared_in_its_own_file() {
    var difference =
        Comparison.of(
            flux(
                new TarFile()
                    .file("eu/web.yaml", WEB.formatted(1, "1"))
                    .file("us/web.yaml", WEB.formatted(1, "1"))),
            flux(
                new TarFile()
                    .file("eu/web.yaml", WEB.formatted(1, "1"))
                    .file("us/web.yaml", WEB.formatted(5, "1"))));
    assertThat(difference.objects())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.kind()).isEqualTo(Kind.CHANGED);
          assertThat(change.file()).isEqualTo("us/web.yaml");
        });
  }

  @Test
  void values_of_secrets_are_in_no_text_wherever_they_stand() {
    var form =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s, annotations:"
            + " {kubectl.kubernetes.io/last-applied-configuration: '%1$s'}}\n"
            + "data: {key: %1$s, same: c2FtZXNlY3JldA==}\nstringData: {p: %1$s}\ntype: %2$s\n---\n"
            + "apiVersion: x.io/v1\nkind: Object\nmetadata: {name: o}\n"
            + "spec: {manifest: {kind: Secret, apiVersion: v1, data: {k: %1$s}}, items: [{kind: Secret, stringData: {k: %1$s}}]}\n";
    var difference =
        Comparison.of(
            flux(
                new TarFile()
                    .file("s.yaml", form.formatted("hunter1", "Opaque"))
                    .file(
                        "k/kustomization.yaml",
                        "secretGenerator: [{name: a, literals: [p=hunter1]}]")
                    .file("x/.env", "P=hunter1")
                    .file("bad.yaml", "kind: Secret\ndata: [hunter1")),
            flux(
                new TarFile()
                    .file("s.yaml", form.formatted("hunter2", "other"))
                    .file(
                        "k/kustomization.yaml",
                        "secretGenerator: [{name: a, literals: [p=hunter2]}]")
                    .file("x/.env", "P=hunter2")
                    .file("bad.yaml", "kind: Secret\ndata: [hunter2")));
    var text = difference.toString();
    assertThat(text).doesNotContain("hunter").doesNotContain("c2FtZXNlY3JldA");
    assertThat(text).contains("(hidden: before)", "(hidden: after)", "(hidden)");
    assertThat(difference.hunks()).extracting(Hunk::of).contains("Secret s", "Object o");
    assertThat(difference.notes())
        .filteredOn(note -> note.contains("may hold the values"))
        .hasSize(3);
  }

  private static Difference changed(String file, String form) {
    return Comparison.of(
        flux(new TarFile().file(file, form.formatted("hunter1"))),
        flux(new TarFile().file(file, form.formatted("hunter2"))));
  }

  @Test
  void a_secret_of_a_list_of_secrets_is_masked_though_it_does_not_say_its_kind() {
    for (var form :
        List.of(
            """
            apiVersion: v1
            kind: SecretList
            items: [{metadata: {name: s}, data: {p: %s}}]
            """,
            """
            apiVersion: x.io/v1
            kind: Object
            metadata: {name: s}
            spec: {manifest: {kind: SecretList, items: [{stringData: {p: %s}}]}}
            """)) {
      var difference = changed("s.yaml", form);
      assertThat(difference.hunks()).hasSize(1);
      assertThat(difference.toString()).doesNotContain("hunter").contains("(hidden: after)");
    }
    // One without a name is no object, and its file is not shown.
    var unnamed = changed("s.yaml", "apiVersion: v1\nkind: SecretList\nitems: [{data: {p: %s}}]");
    assertThat(unnamed.hunks()).isEmpty();
    assertThat(unnamed.files()).hasSize(1);
  }

  @Test
  void files_that_a_generator_of_secrets_names_are_hidden_whatever_they_are_called() {
    for (var generator :
        List.of(
            "secretGenerator: [{name: a, files: [../shared/plain.txt, x.txt], envs: [e.list]}]",
            "secretGenerator: [{name: a, files: [k=../shared/plain.txt, k=x.txt], env: e.list}]",
            "secretGenerator: [{name: a, files: [&a x.txt, *b]}]")) {
      var sides = new ArrayList<Side>();
      for (var value : List.of("hunter1", "hunter2")) {
        sides.add(
            flux(
                new TarFile()
                    .file("k/kustomization.yaml", generator)
                    .file("k/x.txt", value)
                    .file("k/e.list", "P=" + value)
                    .file(generator.contains("*b") ? "k/more" : "shared/plain.txt", value)
                    .file("other/x.txt", "shown " + value.length() + value.charAt(6))));
      }
      var difference = Comparison.of(sides.getFirst(), sides.getLast());
      assertThat(difference.hunks()).extracting(Hunk::of).containsExactly("other/x.txt");
      assertThat(difference.notes())
          .filteredOn(note -> note.contains("may hold the values"))
          .hasSize(3);
    }
  }

  @Test
  void a_text_in_an_object_that_holds_a_secret_is_hidden_whole() {
    var form =
        """
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: k}
        spec:
          path: ./shop
          patches:
            - patch: |
                apiVersion: v1
                kind: Secret
                metadata: {name: s}
                stringData:
                  p: %1$s
            - patch: |
                - op: replace
                  path: /data/p
                  value: %1$s
            - patch: '{"kind": "Secret", "data": {"p": "%1$s"}}'
            - target: {kind: Secret}
              patch: '%1$s'
          patchesJson6902:
            - patch: [{op: add, path: /stringData/p, value: %1$s}]
            - patch: [{op: add, path: /data, value: {p: %1$s}}]
          prune: true
        """;
    var difference = changed("k.yaml", form);
    assertThat(difference.toString()).doesNotContain("hunter").contains("(hidden: after)");
    assertThat(difference.hunks()).hasSize(1);
    // What only names a Secret is shown.
    assertThat(
            changed(
                    "h.yaml",
                    """
                    apiVersion: x.io/v1
                    kind: Object
                    metadata: {name: o}
                    spec: {from: {kind: Secret, name: "%s"}, text: "see kind: Secret"}
                    """)
                .toString())
        .contains("hunter2");
  }

  @Test
  void a_patch_by_paths_into_data_is_hidden_in_a_file_of_its_own() {
    for (var patch :
        List.of(
            "- op: replace\n  path: /data/p\n  value: %s\n",
            "[{\"op\": \"add\", \"path\": \"/stringData/p\", \"value\": \"%s\"}]")) {
      var difference = changed("patch.yaml", patch);
      assertThat(difference.files()).hasSize(1);
      assertThat(difference.toString()).doesNotContain("hunter");
    }
    assertThat(changed("p.yaml", "- {op: replace, path: /spec/database, value: %s}").toString())
        .contains("hunter2");
  }

  @Test
  void what_going_back_does_not_undo_is_told() {
    var crd =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: things.x.io}
        spec: {versions: [%s]}
        ---
        """;
    var before =
        flux(
            new TarFile()
                .file(
                    "a.yaml",
                    crd.formatted("{name: v1, storage: true}")
                        + """
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata: {name: db}
                        spec: {replicas: 1}
                        ---
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: gone}
                        """));
    var after =
        flux(
            new TarFile()
                .file(
                    "a.yaml",
                    crd.formatted("{name: v1}, {name: v2, storage: true}")
                        + """
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata: {name: db}
                        spec: {replicas: 2}
                        ---
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: migrate}
                        ---
                        apiVersion: v1
                        kind: PersistentVolumeClaim
                        metadata: {name: data}
                        ---
                        apiVersion: v1
                        kind: Namespace
                        metadata: {name: more}
                        ---
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: hook, annotations: {helm.sh/hook: pre-install}}
                        """));
    var difference = Comparison.of(before, after);
    assertThat(difference.lasting())
        .extracting(each -> each.topic() + " " + each.objects())
        .containsExactly(
            "JOBS [Job migrate]",
            "CRDS [CustomResourceDefinition things.x.io]",
            "VOLUMES [PersistentVolumeClaim data]",
            "VOLUMES [StatefulSet db]",
            "PRUNED [Namespace more]",
            "PRUNED [Pod hook]",
            "PRUNED [ConfigMap gone]",
            "HOOKS [Pod hook]");
    assertThat(lasting(difference, Topic.CRDS).what()).contains("stored in a version");
    // By their inventories alone, kinds and names are still known.
    var recorded = Comparison.of(recorded(before), recorded(after));
    assertThat(lasting(recorded, Topic.JOBS).objects()).containsExactly("Job migrate");
    assertThat(recorded.objects()).isEqualTo(difference.objects());
    assertThat(recorded.hunks()).isEmpty();
    assertThat(recorded.notes()).hasSize(2);
  }

  @Test
  void hooks_in_templates_of_a_chart_are_found_in_their_text() {
    var chart = "name: shop\nversion: %s\n";
    var hook = "{{ if .x }}\nmetadata: {annotations: {\"helm.sh/hook\": post-upgrade}}\n";
    var difference =
        Comparison.of(
            side(Bundles.chart(new TarFile().file("shop/Chart.yaml", chart.formatted("1.0.0")))),
            side(
                Bundles.chart(
                    new TarFile()
                        .file("shop/Chart.yaml", chart.formatted("1.1.0"))
                        .file("shop/templates/job.yaml", hook))));
    assertThat(lasting(difference, Topic.HOOKS).objects())
        .containsExactly("shop/templates/job.yaml");
    assertThat(difference.hunks()).extracting(Hunk::of).containsExactly("shop/Chart.yaml");
  }

  @Test
  void the_same_tag_with_other_bytes_is_a_change_of_an_image() {
    var contents = Bundles.flux(new TarFile().file("web.yaml", WEB.formatted(1, "1")));
    var sides = new ArrayList<Side>();
    for (byte seed = 0; seed < 2; seed++) {
      var image =
          new ImageEntry(
              "r.io/web:1", State.PRESENT, Digest.of(new byte[] {seed}), null, List.of(), 1, false);
      sides.add(
          new Side(Inventory.of(Digest.of(new byte[] {9}), contents, List.of(image)), contents));
    }
    assertThat(Comparison.of(sides.getFirst(), sides.getLast()).images())
        .singleElement()
        .satisfies(change ->
            assertThat(change.before()).singleElement().asString().startsWith("1 (sha256:"));
    assertThat(Comparison.of(sides.getFirst(), sides.getFirst()).isNothing()).isTrue();
  }

  @Test
  void line_numbers_of_a_change_deep_in_a_long_text_are_right() {
    var lines = new ArrayList<>(Collections.nCopies(1_000, "same"));
    var other = new ArrayList<>(lines);
    other.set(699, "other");
    assertThat(Unified.of(lines, other).getFirst()).isEqualTo("@@ -697,7 +697,7 @@");
    assertThat(Unified.of(lines, lines)).isEmpty();
  }

  @Test
  void texts_that_differ_all_over_are_not_compared_line_by_line() {
    var one = IntStream.range(0, 50_000).mapToObj(n -> "a" + n).collect(Collectors.toList());
    var other = IntStream.range(0, 50_000).mapToObj(n -> "b" + n).collect(Collectors.toList());
    assertThat(Unified.of(one, other)).containsExactly("(100000 lines differ: too many to show)");
  }

  @Test
  void what_could_steer_a_terminal_is_written_out() {
    var form =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: \"%s\", b: \"x\\ny\\e[2J%s\"}\n";
    var difference =
        Comparison.of(
            flux(
                new TarFile()
                    .file("c.yaml", form.formatted("\\u202e1", "1"))
                    .file("t.txt", "\u001b[31m1")),
            flux(
                new TarFile()
                    .file("c.yaml", form.formatted("\\u202e2", "2"))
                    .file("t.txt", "\u001b[31m2")));
    assertThat(difference.hunks()).hasSize(2);
    assertThat(difference.toString()).doesNotContain("\u001b").doesNotContain("\u202e");
  }
}
