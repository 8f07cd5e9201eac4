package io.tagtrail.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.config.LedgerConfig;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the manifests promise. No cluster is asked.
class KubernetesTest {
  private static final String BASE = "kubernetes/base/";
  private static final Map<String, String> NAME = Map.of("app.kubernetes.io/name", "tagtrail");

  private final Object deployment = Deploy.one(BASE + "deployment.yaml");
  private final Object pod =
      Objects.requireNonNull(Deploy.at(deployment, "spec", "template", "spec"));
  private final Object container = Objects.requireNonNull(Deploy.at(pod, "containers", 0));

  @Test
  void every_manifest_is_listed_and_every_one_that_is_listed_is_there() throws Exception {
    var listed = Deploy.list(Deploy.one(BASE + "kustomization.yaml"), "resources");
    try (var files = Files.list(Deploy.path(BASE))) {
      var there =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !name.equals("kustomization.yaml") && !name.equals("tagtrail.yaml"))
              .toList();
      assertThat(there)
          .containsExactlyInAnyOrderElementsOf(listed.stream().map(String::valueOf).toList());
    }
  }

  @Test
  void a_manifest_has_a_kind_and_a_name() {
    for (var name : Deploy.list(Deploy.one(BASE + "kustomization.yaml"), "resources")) {
      for (var document : Deploy.yaml(BASE + name)) {
        assertThat(Deploy.at(document, "kind")).as("%s", name).isNotNull();
        assertThat(Deploy.at(document, "metadata", "name")).as("%s", name).isEqualTo("tagtrail");
      }
    }
  }

  @Test
  void there_are_two_of_them_and_one_stays_up() {
    assertThat(Deploy.at(deployment, "spec", "replicas")).isEqualTo(2);
    assertThat(Deploy.at(deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable"))
        .isEqualTo(0);
    var budget = Deploy.one(BASE + "poddisruptionbudget.yaml");
    assertThat(Deploy.at(budget, "spec", "minAvailable")).isEqualTo(1);
    assertThat(Deploy.list(pod, "topologySpreadConstraints"))
        .extracting(each -> Deploy.at(each, "topologyKey"))
        .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
  }

  @Test
  void everything_selects_the_same_pods() {
    assertThat(Deploy.at(deployment, "spec", "template", "metadata", "labels")).isEqualTo(NAME);
    assertThat(Deploy.at(deployment, "spec", "selector", "matchLabels")).isEqualTo(NAME);
    assertThat(Deploy.at(Deploy.one(BASE + "service.yaml"), "spec", "selector")).isEqualTo(NAME);
    assertThat(
            Deploy.at(
                Deploy.one(BASE + "poddisruptionbudget.yaml"), "spec", "selector", "matchLabels"))
        .isEqualTo(NAME);
    for (var policy :
        List.of(BASE + "networkpolicy.yaml", "kubernetes/overlays/example/egress.yaml")) {
      assertThat(Deploy.at(Deploy.one(policy), "spec", "podSelector", "matchLabels"))
          .as(policy)
          .isEqualTo(NAME);
    }
  }

  @Test
  void it_has_no_right_in_the_cluster() {
    assertThat(Deploy.at(pod, "automountServiceAccountToken")).isEqualTo(false);
    assertThat(Deploy.at(pod, "serviceAccountName")).isEqualTo("tagtrail");
    var account = Deploy.one(BASE + "serviceaccount.yaml");
    assertThat(Deploy.at(account, "automountServiceAccountToken")).isEqualTo(false);
    for (var name : Deploy.list(Deploy.one(BASE + "kustomization.yaml"), "resources")) {
      assertThat(Deploy.text(BASE + name))
          .doesNotContainIgnoringCase("kind: role", "kind: clusterrole");
    }
  }

  @Test
  void it_is_not_root_and_can_become_nobody_else() {
    assertThat(Deploy.at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
    assertThat(Deploy.at(pod, "securityContext", "runAsUser")).isEqualTo(65532);
    assertThat(Deploy.at(pod, "securityContext", "seccompProfile", "type"))
        .isEqualTo("RuntimeDefault");
    var context = Deploy.at(container, "securityContext");
    assertThat(Deploy.at(context, "allowPrivilegeEscalation")).isEqualTo(false);
    assertThat(Deploy.at(context, "readOnlyRootFilesystem")).isEqualTo(true);
    assertThat(Deploy.at(context, "capabilities", "drop")).isEqualTo(List.of("ALL"));
    for (var field : List.of("hostNetwork", "hostPID", "hostIPC")) {
      assertThat(Deploy.at(pod, field)).as(field).isNull();
    }
    assertThat(
            Deploy.at(
                Deploy.one(BASE + "namespace.yaml"),
                "metadata",
                "labels",
                "pod-security.kubernetes.io/enforce"))
        .isEqualTo("restricted");
  }

  @Test
  void it_is_asked_whether_it_lives_and_is_ready_and_has_the_time_to_stop() {
    assertThat(Deploy.at(container, "livenessProbe", "httpGet", "path")).isEqualTo("/livez");
    assertThat(Deploy.at(container, "readinessProbe", "httpGet", "path")).isEqualTo("/readyz");
    assertThat(Deploy.at(container, "startupProbe", "httpGet", "path")).isEqualTo("/livez");
    var stop = config(BASE + "tagtrail.yaml").server().stop();
    assertThat((Integer) Deploy.at(pod, "terminationGracePeriodSeconds"))
        .isGreaterThan((int) stop.toSeconds());
  }

  @Test
  void it_has_bounds() {
    assertThat(Deploy.at(container, "resources", "limits", "memory")).isNotNull();
    assertThat(Deploy.at(container, "resources", "requests", "memory")).isNotNull();
    assertThat(Deploy.at(container, "resources", "requests", "cpu")).isNotNull();
  }

  @Test
  void secrets_are_named_and_none_is_in_the_manifests() {
    assertThat(Deploy.list(pod, "volumes"))
        .filteredOn(each -> Deploy.at(each, "secret") != null)
        .extracting(each -> Deploy.at(each, "secret", "secretName"))
        .containsExactly("tagtrail-secrets", "tagtrail-tls");
    for (var name : Deploy.list(Deploy.one(BASE + "kustomization.yaml"), "resources")) {
      assertThat(Deploy.text(BASE + name)).doesNotContain("kind: Secret");
    }
    assertThat(Deploy.at(container, "env")).isNull();
  }

  /// A file that is mounted alone is never updated, and a name that changes is a new rollout:
  /// either way the running servers would not take a changed configuration.
  @Test
  void a_changed_configuration_reaches_the_running_servers() {
    assertThat(Deploy.list(container, "args"))
        .asString()
        .isEqualTo("[serve, --config, /etc/tagtrail/config/tagtrail.yaml]");
    assertThat(Deploy.list(container, "volumeMounts"))
        .noneMatch(each -> Deploy.at(each, "subPath") != null)
        .anyMatch(each -> "/etc/tagtrail/config".equals(Deploy.at(each, "mountPath")));
    for (var file : List.of(BASE, "kubernetes/overlays/example/")) {
      assertThat(
              Deploy.at(
                  Deploy.one(file + "kustomization.yaml"),
                  "configMapGenerator",
                  0,
                  "options",
                  "disableNameSuffixHash"))
          .as(file)
          .isEqualTo(true);
    }
  }

  @Test
  void nothing_comes_in_or_goes_out_that_is_not_listed() {
    var policy = Deploy.one(BASE + "networkpolicy.yaml");
    assertThat(Deploy.at(policy, "spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
    for (var direction : List.of("ingress", "egress")) {
      for (var rule : Deploy.list(policy, "spec", direction)) {
        assertThat(Deploy.list(rule, "ports")).as(direction).isNotEmpty();
        assertThat(Deploy.list(rule, direction.equals("ingress") ? "from" : "to"))
            .as(direction)
            .isNotEmpty();
      }
    }
  }

  @Test
  void the_port_is_the_one_that_the_configuration_listens_at() {
    var listen = config(BASE + "tagtrail.yaml").server().listen();
    assertThat(listen).hasSize(1);
    assertThat(Deploy.at(container, "ports", 0, "containerPort"))
        .isEqualTo(listen.getFirst().port());
  }

  @ParameterizedTest
  @ValueSource(strings = {BASE + "tagtrail.yaml", "kubernetes/overlays/example/tagtrail.yaml"})
  void the_configuration_is_one_that_the_server_takes(String file) {
    var config = config(file);
    assertThat(config.store()).isInstanceOf(LedgerConfig.Postgres.class);
    assertThat(config.server().tls()).isNotNull();
    assertThat(config.rights().grants()).isNotEmpty();
    assertThat(config.identity().issuers()).isNotEmpty();
  }

  private static Config config(String file) {
    return ConfigReader.read(Deploy.path(file), Map.of());
  }
}
