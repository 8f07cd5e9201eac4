package io.tagtrail.flux.discovery;

import static io.tagtrail.flux.kube.Manifests.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.flux.kube.FakeCluster;
import io.tagtrail.flux.kube.KubeClient;
import io.tagtrail.flux.kube.KubeException;
import io.tagtrail.flux.kube.Manifests;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {
  private static Found found(String yaml) {
    return Discovery.of(FluxObjects.read(yaml.getBytes(StandardCharsets.UTF_8), "the file"));
  }

  private static String source(String name, String url, String ref) {
    return """
    ---
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: OCIRepository
    metadata: {namespace: apps, name: %s}
    spec: {url: "oci://%s", ref: %s}
    """
        .formatted(name, url, ref);
  }

  @Test
  void a_tag_that_is_followed_is_an_alias_with_its_readers() {
    var text =
        "apiVersion: v1\nkind: List\nitems: ["
            + Manifests.source("apps", "shop", A).canonical()
            + ","
            + Manifests.kustomization("apps", "shop", A).canonical()
            + "]";
    var found = found(text);
    assertThat(found.ungoverned()).isEmpty();
    assertThat(found.location()).isEqualTo("registry.example.com/apps/{application}:{environment}");
    var alias = found.aliases().getFirst();
    assertThat(alias.alias()).hasToString("shop/prod");
    assertThat(alias.location()).hasToString("registry.example.com/apps/shop:prod");
    assertThat(alias.readers().getFirst().users()).containsExactly("Kustomization apps/shop");
    assertThat(alias.readers().getFirst().consumed()).hasToString(A);
    assertThat(alias.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{semver: '>=1.0.0', semverFilter: '.*-rc.*'} | newest version in >=1.0.0 (among tags like .*-rc.*)",
        "{tag: prod, semver: '*'} | newest version in *",
        "{tag: prod, digest: 'sha256:x'} | the digest sha256:x",
        "{tag: 1.2.3} | the tag 1.2.3, which is a version",
        "{tag: '1'} | the tag 1, which is a version",
        "{tag: main-0a1b2c3d} | names one build",
        "{tag: sha-0a1b2c3} | names one build",
        "{tag: ___} | no name of an environment",
      })
  void what_cannot_be_governed_is_reported_with_what_would_have_to_change(
      String ref, String reason) {
    var found = found(source("shop", "ghcr.io/acme/shop", ref));
    assertThat(found.aliases()).isEmpty();
    assertThat(found.ungoverned()).hasSize(1);
    var one = found.ungoverned().getFirst();
    assertThat(one.object()).isEqualTo("apps/shop");
    assertThat(one.reason()).contains(reason);
    assertThat(one.instead()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme/shop,prod,shop/prod",
    "ghcr.io/acme/shop/manifests,Prod_EU,shop/prod-eu",
    "ghcr.io/acme/prod/shop,latest,shop/prod",
    "ghcr.io/acme/shop,latest,shop/latest",
    "nginx,stable,nginx/stable",
    "ghcr.io/manifests,dev,manifests/dev",
  })
  void names_are_guessed_from_where_the_tag_lives(String url, String tag, String alias) {
    var found = found(source("x", url, "{tag: " + tag + "}"));
    assertThat(found.aliases()).extracting(each -> each.alias().toString()).containsExactly(alias);
  }

  @Test
  void several_sources_on_one_tag_are_one_alias_that_says_so() {
    var found =
        found(
            source("shop-eu", "ghcr.io/acme/shop", "{tag: prod}")
                + source("shop-us", "ghcr.io:443/acme/shop", "{tag: prod}"));
    assertThat(found.aliases()).hasSize(1);
    assertThat(found.aliases().getFirst().readers()).hasSize(2);
    assertThat(found.aliases().getFirst().notes()).anyMatch(note -> note.contains("move together"));
  }

  @Test
  void two_repositories_of_one_name_get_names_that_differ() {
    var found =
        found(
            source("a", "ghcr.io/blue/shop", "{tag: prod}")
                + source("b", "ghcr.io/red/shop", "{tag: prod}"));
    assertThat(found.aliases())
        .extracting(each -> each.alias().toString())
        .containsExactly("red-shop/prod", "shop/prod");
    assertThat(found.location()).isNull();
  }

  @Test
  void a_file_that_holds_nothing_of_flux_says_what_to_give() {
    assertThatThrownBy(() -> found("kind: ConfigMap\nmetadata: {name: x}"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("kubectl get");
    assertThatThrownBy(() -> found("a: [b"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("neither YAML nor JSON");
  }

  @Test
  void a_cluster_is_asked_itself_and_what_it_does_not_let_one_read_is_said() throws Exception {
    try (var cluster = new FakeCluster();
        var client = KubeClient.open(cluster.access())) {
      cluster.put("ocirepositories", Manifests.source("apps", "shop", A));
      cluster.forbidden("kustomizations", true);
      cluster.missing("helmreleases", true);
      var found = Discovery.of(FluxObjects.of(client));
      assertThat(found.aliases()).hasSize(1);
      assertThat(found.notes()).hasSize(2);
      cluster.missing("ocirepositories", true);
      assertThatThrownBy(() -> FluxObjects.of(client))
          .isInstanceOf(KubeException.class)
          .hasMessageContaining("is Flux installed there?");
    }
  }

  @Test
  void rights_that_are_more_than_reading_are_named() {
    assertThat(
            Rights.writes(
                """
                Resources                                       Non-Resource URLs   Resource Names   Verbs
                selfsubjectreviews.authentication.k8s.io        []                  []               [create]
                selfsubjectaccessreviews.authorization.k8s.io   []                  []               [create]
                                                                [/healthz]          []               [get]
                events                                          []                  []               [get list watch]
                deployments.apps                                []                  []               [get patch]
                *.*                                             []                  []               [*]
                """))
        .containsExactly("* *.*", "patch deployments.apps");
    assertThatThrownBy(() -> Rights.writes("error: you must be logged in"))
        .isInstanceOf(InvalidValueException.class);
  }
}
