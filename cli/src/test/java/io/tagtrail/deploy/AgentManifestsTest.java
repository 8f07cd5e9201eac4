package io.tagtrail.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.flux.kube.Kind;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What the manifests of the agent promise. No cluster is asked here: a real one is, by the tests
/// of the module flux.
class AgentManifestsTest {
  private static final String AGENT = "kubernetes/agent/";
  private static final Map<String, String> NAME =
      Map.of("app.kubernetes.io/name", "tagtrail-agent");

  private final Object deployment = Deploy.one(AGENT + "deployment.yaml");
  private final Object pod =
      Objects.requireNonNull(Deploy.at(deployment, "spec", "template", "spec"));
  private final Object container = Objects.requireNonNull(Deploy.at(pod, "containers", 0));

  @Test
  void every_manifest_is_listed_and_has_a_kind_and_a_name() throws Exception {
    var listed = Deploy.list(Deploy.one(AGENT + "kustomization.yaml"), "resources");
    try (var files = Files.list(Deploy.path(AGENT))) {
      var there =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !name.equals("kustomization.yaml"))
              .toList();
      assertThat(there)
          .containsExactlyInAnyOrderElementsOf(listed.stream().map(String::valueOf).toList());
    }
    for (var name : listed) {
      var document = Deploy.one(AGENT + name);
      assertThat(Deploy.at(document, "kind")).as("%s", name).isNotNull();
      assertThat(Deploy.at(document, "metadata", "name"))
          .as("%s", name)
          .isEqualTo("tagtrail-agent");
    }
  }

  /// Rule 12: read-only towards clusters.
  @Test
  void it_may_read_what_it_reads_and_nothing_else() {
    var role = Deploy.one(AGENT + "clusterrole.yaml");
    assertThat(Deploy.at(role, "kind")).isEqualTo("ClusterRole");
    assertThat(Deploy.at(role, "aggregationRule")).isNull();
    var rights = new TreeSet<String>();
    for (var rule : Deploy.list(role, "rules")) {
      assertThat(Deploy.list(rule, "nonResourceURLs")).isEmpty();
      for (var group : Deploy.list(rule, "apiGroups")) {
        for (var resource : Deploy.list(rule, "resources")) {
          for (var verb : Deploy.list(rule, "verbs")) {
            rights.add("%s %s/%s".formatted(verb, group, resource));
          }
        }
      }
    }
    var needed = new TreeSet<>(Set.of("list /events"));
    for (var kind : Kind.FLUX) {
      for (var verb : List.of("get", "list", "watch")) {
        needed.add("%s %s/%s".formatted(verb, kind.group(), kind.plural()));
      }
    }
    assertThat(rights).isEqualTo(needed);
  }

  @Test
  void the_role_is_bound_to_its_account_alone() {
    var binding = Deploy.one(AGENT + "clusterrolebinding.yaml");
    assertThat(Deploy.at(binding, "roleRef", "name")).isEqualTo("tagtrail-agent");
    assertThat(Deploy.at(binding, "roleRef", "kind")).isEqualTo("ClusterRole");
    assertThat(Deploy.list(binding, "subjects"))
        .isEqualTo(
            List.of(
                Map.of(
                    "kind", "ServiceAccount",
                    "name", "tagtrail-agent",
                    "namespace", "tagtrail-agent")));
    assertThat(Deploy.at(Deploy.one(AGENT + "kustomization.yaml"), "namespace"))
        .isEqualTo("tagtrail-agent");
    assertThat(Deploy.at(pod, "serviceAccountName")).isEqualTo("tagtrail-agent");
    assertThat(Deploy.at(Deploy.one(AGENT + "serviceaccount.yaml"), "automountServiceAccountToken"))
        .isEqualTo(false);
    assertThat(Deploy.at(pod, "automountServiceAccountToken")).isEqualTo(true);
  }

  @Test
  void it_is_hardened_as_the_server_is() {
    var server =
        Objects.requireNonNull(
            Deploy.at(Deploy.one("kubernetes/base/deployment.yaml"), "spec", "template", "spec"));
    assertThat(Deploy.at(pod, "securityContext")).isEqualTo(Deploy.at(server, "securityContext"));
    assertThat(Deploy.at(container, "securityContext"))
        .isEqualTo(Deploy.at(server, "containers", 0, "securityContext"));
    assertThat(Deploy.at(pod, "enableServiceLinks")).isEqualTo(false);
    for (var field : List.of("hostNetwork", "hostPID", "hostIPC")) {
      assertThat(Deploy.at(pod, field)).as(field).isNull();
    }
    assertThat(
            Deploy.at(
                Deploy.one(AGENT + "namespace.yaml"),
                "metadata",
                "labels",
                "pod-security.kubernetes.io/enforce"))
        .isEqualTo("restricted");
    assertThat(Deploy.at(container, "resources", "limits", "memory")).isNotNull();
    assertThat(Deploy.at(container, "resources", "requests", "cpu")).isNotNull();
  }

  @Test
  void nothing_can_call_it_and_what_goes_out_is_listed() {
    var policy = Deploy.one(AGENT + "networkpolicy.yaml");
    assertThat(Deploy.at(policy, "spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
    assertThat(Deploy.at(policy, "spec", "ingress")).isEqualTo(List.of());
    assertThat(Deploy.at(policy, "spec", "podSelector", "matchLabels")).isEqualTo(NAME);
    assertThat(Deploy.at(deployment, "spec", "selector", "matchLabels")).isEqualTo(NAME);
    var ports = new ArrayList<Object>();
    for (var rule : Deploy.list(policy, "spec", "egress")) {
      assertThat(Deploy.list(rule, "ports")).isNotEmpty();
      Deploy.list(rule, "ports").forEach(each -> ports.add(Deploy.at(each, "port")));
    }
    assertThat(ports).containsOnly(53, 443, 6443);
    assertThat(Deploy.at(container, "ports")).isNull();
  }

  @Test
  void its_token_is_a_file_that_is_renewed_and_no_secret_is_in_the_manifests() {
    assertThat(Deploy.list(container, "args")).asString().isEqualTo("[agent]");
    assertThat(Deploy.list(container, "env"))
        .extracting(each -> Deploy.at(each, "name"))
        .map(String::valueOf)
        .containsExactly("TAGTRAIL_TOKEN_FILE");
    assertThat(Deploy.list(container, "volumeMounts"))
        .noneMatch(each -> Deploy.at(each, "subPath") != null);
    assertThat(
            Deploy.list(
                Deploy.one(AGENT + "kustomization.yaml"), "configMapGenerator", 0, "literals"))
        .asString()
        .contains("TAGTRAIL_CLUSTER=", "TAGTRAIL_SERVER=https://");
    for (var name : Deploy.list(Deploy.one(AGENT + "kustomization.yaml"), "resources")) {
      assertThat(Deploy.text(AGENT + name)).doesNotContain("kind: Secret");
    }
  }
}
