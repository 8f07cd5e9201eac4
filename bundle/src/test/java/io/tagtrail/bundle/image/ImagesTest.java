package io.tagtrail.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.bundle.Bundles;
import io.tagtrail.bundle.TarFile;
import io.tagtrail.bundle.model.Contents;
import io.tagtrail.bundle.model.ImageUse;
import io.tagtrail.bundle.model.ImageUse.Origin;
import io.tagtrail.core.model.InvalidValueException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImagesTest {
  private static final String POD =
      "{initContainers: [{image: r.io/init:1}], containers: [{image: r.io/main:2}, {name: none}],"
          + " ephemeralContainers: [{image: r.io/debug:3}],"
          + " volumes: [{image: {reference: r.io/data:4}}]}";
  private static final List<String> ALL =
      List.of("r.io/init:1", "r.io/main:2", "r.io/debug:3", "r.io/data:4");

  private static List<String> images(Contents contents) {
    return contents.images().stream().map(ImageUse::image).distinct().toList();
  }

  private static List<String> images(String yaml, KindPaths... configured) {
    return images(Bundles.flux(new TarFile().file("a.yaml", yaml), configured));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1|Pod|spec: %s",
        "apps/v1|Deployment|spec: {template: {spec: %s}}",
        "apps/v1|StatefulSet|spec: {template: {spec: %s}}",
        "apps/v1|DaemonSet|spec: {template: {spec: %s}}",
        "apps/v1|ReplicaSet|spec: {template: {spec: %s}}",
        "v1|ReplicationController|spec: {template: {spec: %s}}",
        "batch/v1|Job|spec: {template: {spec: %s}}",
        "batch/v1|CronJob|spec: {jobTemplate: {spec: {template: {spec: %s}}}}",
        "v1|PodTemplate|template: {spec: %s}",
        "argoproj.io/v1alpha1|Rollout|spec: {template: {spec: %s}}",
      })
  void every_kind_with_a_pod_names_its_images(String apiVersion, String kind, String rest) {
    var yaml =
        "apiVersion: %s\nkind: %s\nmetadata: {name: x}\n".formatted(apiVersion, kind)
            + rest.formatted(POD);
    assertThat(images(yaml)).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void lists_are_unrolled_and_documents_that_are_no_objects_are_files_only() {
    var contents =
        Bundles.flux(
            new TarFile()
                .file(
                    "a.yaml",
                    "apiVersion: v1\nkind: List\nitems:\n"
                        + "- {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers:"
                        + " [{image: r.io/a:1}]}}\n"
                        + "- {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Service,"
                        + " metadata: {name: b, namespace: n}}]}\n"
                        + "---\njust: a document\n---\n- a list\n")
                .file(
                    "b.yaml",
                    "apiVersion: apps/v1\nkind: DeploymentList\nitems: [{metadata: {name: c}}]\n"));
    assertThat(contents.objects())
        .extracting(object -> object.id().toString())
        .containsExactly("Pod a", "Service n/b", "Deployment c");
    assertThat(images(contents)).containsExactly("r.io/a:1");
    assertThat(contents.files()).containsOnlyKeys("a.yaml", "b.yaml");
  }

  @Test
  void the_schema_of_a_custom_resource_names_no_images() {
    assertThat(
            images(
                "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
                    + "metadata: {name: x}\nspec: {containers: [{image: r.io/no:1}]}"))
        .isEmpty();
  }

  @Test
  void custom_resources_name_images_where_the_configuration_says() {
    var yaml =
        "apiVersion: x.io/v1\nkind: Thing\nmetadata: {name: x}\n"
            + "spec:\n  image: r.io/a:1\n  parts: [{image: r.io/b:2}, {image: {repository: r.io/c,"
            + " tag: 3}}]\n  by: {one: {\"the.image\": r.io/d:4}}\n";
    var paths =
        List.of(
            PathExpression.parse("spec.image"),
            PathExpression.parse("spec.parts[*].image"),
            PathExpression.parse("spec.by.*[\"the.image\"]"));
    assertThat(images(yaml, new KindPaths("x.io/Thing", paths)))
        .containsExactly("r.io/a:1", "r.io/b:2", "r.io/c:3", "r.io/d:4");
    assertThat(images(yaml, new KindPaths("y.io/Thing", paths))).isEmpty();
    assertThat(images(yaml)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".spec", "spec.", "spec..a", "spec image", "spec[0]", "[*", "a b"})
  void what_is_no_path_is_refused(String text) {
    assertThatThrownBy(() -> PathExpression.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void values_of_a_release_name_images_by_convention() {
    var yaml =
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: shop, namespace: apps}
        spec:
          values:
            image: {registry: r.io, repository: acme/shop, tag: "1.4"}
            sidecar: {image: {repository: r.io/side, tag: 1.10}}
            job: {image: r.io/job:5}
            old: {image: r.io/old, tag: v1}
            proxyImage: r.io/proxy:7
            backgroundImage: sea
            controller: {repository: r.io/ctl, digest: sha256:%s}
            off: {enabled: false, image: r.io/off:1}
            bare: {image: {repository: r.io/bare}}
            page: {image: "https://example.com/a.png"}
        """
            .formatted("a".repeat(64));
    var contents = Bundles.flux(new TarFile().file("a.yaml", yaml));
    assertThat(contents.images())
        .extracting(use -> use.image() + " " + use.origin())
        .containsExactlyInAnyOrder(
            "r.io/acme/shop:1.4 VALUES",
            "r.io/side:1.1 VALUES",
            "r.io/job:5 VALUES",
            "r.io/old:v1 VALUES",
            "r.io/proxy:7 VALUES",
            "r.io/ctl@sha256:" + "a".repeat(64) + " VALUES",
            "r.io/bare ASSUMED");
    assertThat(contents.images()).allMatch(use -> use.in().equals("HelmRelease apps/shop"));
  }

  @Test
  void a_chart_names_images_in_its_values_and_those_of_the_charts_below_it() {
    var contents =
        Bundles.chart(
            new TarFile()
                .file("shop/Chart.yaml", "name: shop\nversion: 1.0.0\nappVersion: '2.5'\n")
                .file(
                    "shop/values.yaml",
                    """
                    image: {repository: r.io/shop, tag: ''}
                    db: {image: {tag: '16'}}
                    cache: {enabled: false}
                    """)
                .file("shop/templates/web.yaml", "{{ if .Values.x }}\nimage: {{ .Values.image }}")
                .file("shop/charts/db/Chart.yaml", "name: db\nversion: 1.0.0\n")
                .file("shop/charts/db/values.yaml", "image: {repository: r.io/db, tag: '15'}\n")
                .file("shop/charts/cache/Chart.yaml", "name: cache\nversion: 1.0.0\n")
                .file("shop/charts/cache/values.yaml", "image: r.io/cache:1\n")
                .file(
                    "shop/crds/thing.yaml",
                    """
                    apiVersion: apiextensions.k8s.io/v1
                    kind: CustomResourceDefinition
                    metadata: {name: things.x.io}
                    """));
    assertThat(contents.images())
        .extracting(use -> use.image() + " " + use.origin())
        .containsExactlyInAnyOrder("r.io/shop:2.5 " + Origin.ASSUMED, "r.io/db:16 VALUES");
    assertThat(contents.objects()).hasSize(1);
    assertThat(contents.problems()).isEmpty();
  }

  @Test
  void a_kustomization_says_what_the_cluster_pulls() {
    var pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{image: %s}]}";
    var contents =
        Bundles.flux(
            new TarFile()
                .file(
                    "base/kustomization.yaml",
                    "resources: [web.yaml]\nimages: [{name: web, newName: r.io/web}]")
                .file("base/web.yaml", pod.formatted("web", "web:1"))
                .file(
                    "eu/kustomization.yaml",
                    "resources: [../base]\nimages: [{name: r.io/web, newTag: '2'}]")
                .file(
                    "us/kustomization.yaml",
                    "resources: [../base, loop]\nimages: [{name: r.io/web, digest: sha256:%s}]"
                        .formatted("b".repeat(64)))
                .file("us/loop/kustomization.yaml", "resources: [..]")
                .file("alone.yaml", pod.formatted("alone", "web:1")));
    assertThat(images(contents))
        .containsExactlyInAnyOrder("r.io/web:2", "r.io/web@sha256:" + "b".repeat(64), "web:1");
  }

  @Test
  void a_file_that_is_no_yaml_is_named_and_the_rest_is_read() {
    var contents =
        Bundles.flux(
            new TarFile()
                .file("bad.yaml", "a: [")
                .file("readme.md", "# {{")
                .file(
                    "pod.yaml",
                    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{image:"
                        + " r.io/a:1}]}"));
    assertThat(images(contents)).containsExactly("r.io/a:1");
    assertThat(contents.problems()).singleElement().asString().startsWith("bad.yaml: not YAML");
  }
}
