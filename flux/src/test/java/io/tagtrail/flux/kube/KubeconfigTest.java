package io.tagtrail.flux.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigTest {
  @TempDir Path folder;

  private KubeAccess access(String user, String cluster) throws Exception {
    return Kubeconfig.parse(config(user, cluster).getBytes(StandardCharsets.UTF_8), "config")
        .access(null, folder);
  }

  private static String config(String user, String cluster) {
    return """
    apiVersion: v1
    kind: Config
    current-context: one
    contexts:
      - {name: one, context: {cluster: c, user: u, namespace: apps}}
      - {name: other, context: {cluster: c}}
    clusters:
      - name: c
        cluster: {server: "https://10.0.0.1:6443/"%s}
    users:
      - {name: u, user: {%s}}
    """
        .formatted(cluster.isEmpty() ? "" : ", " + cluster, user);
  }

  @Test
  void the_current_context_is_taken_unless_another_is_named() throws Exception {
    var parsed =
        Kubeconfig.parse(config("token: secret-1", "").getBytes(StandardCharsets.UTF_8), "config");
    assertThat(parsed.contexts()).containsExactly("one", "other");
    var access = parsed.access(null, folder);
    assertThat(access.server()).hasToString("https://10.0.0.1:6443");
    assertThat(access.credential()).isEqualTo(new Credential.Token("secret-1"));
    assertThat(access.trust()).isEqualTo(new Trust(null, false, null));
    assertThat(parsed.access("other", folder).credential()).isEqualTo(Credential.NONE);
    assertThatThrownBy(() -> parsed.access("third", folder))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("the kubeconfig config has no context 'third' among its contexts");
  }

  @Test
  void no_secret_is_ever_printed() throws Exception {
    assertThat(access("token: secret-1", "").toString()).doesNotContain("secret-1");
    assertThat(new Credential.Token("secret-1").toString()).doesNotContain("secret-1");
    assertThatThrownBy(() ->
            Kubeconfig.parse(
                "a: [secret-2\nb: secret-3".getBytes(StandardCharsets.UTF_8), "config"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("config is no kubeconfig: it is not YAML")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth-provider: {name: gcp} | auth-provider",
        "username: a, password: b | username",
        "as: somebody | act as somebody else",
        "client-certificate-data: eA== | without its key",
        "client-certificate-data: '%%%' | not base64",
        "exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1} | v1alpha1",
        "exec: {apiVersion: client.authentication.k8s.io/v1} | without command",
        "exec: {command: x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always}"
            + " | a person at a terminal",
      })
  void what_cannot_be_done_is_refused_and_never_left_out(String user, String words) {
    assertThatThrownBy(() -> access(user, ""))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("the kubeconfig config")
        .hasMessageContaining(words);
  }

  @Test
  void a_proxy_and_blind_trust_are_said_aloud() throws Exception {
    var access =
        access("token: t", "proxy-url: 'http://proxy:3128', insecure-skip-tls-verify: true");
    assertThat(access.warnings()).hasSize(2);
    assertThat(access.warnings().getFirst()).contains("asks for a proxy: it is not used");
    assertThat(access.warnings().getLast()).contains("trusts anybody");
    assertThat(access.trust().insecure()).isTrue();
    assertThat(access("token: t", "").trust().insecure()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "http://10.0.0.1:8080,is not https",
    "ftp://10.0.0.1,is not https",
    "https://user:pw@10.0.0.1,is no address",
    "'',is no address",
  })
  void a_server_that_a_token_must_not_go_to_is_refused(String server, String words) {
    var text = config("token: t", "").replace("https://10.0.0.1:6443/", server);
    var parsed = Kubeconfig.parse(text.getBytes(StandardCharsets.UTF_8), "config");
    assertThatThrownBy(() -> parsed.access(null, folder))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("pw@");
  }

  @Test
  void files_count_from_the_kubeconfig_and_data_comes_before_them() throws Exception {
    var pem = TestKeys.selfSigned(folder, "rsa:2048");
    Files.writeString(folder.resolve("token.txt"), "from-file");
    var access =
        access(
            "client-certificate: cert.pem, client-key-data: %s, tokenFile: token.txt, token: t"
                .formatted(Base64.getEncoder().encodeToString(pem.key())),
            "certificate-authority: cert.pem, tls-server-name: kubernetes");
    assertThat(access.identity()).isNotNull();
    assertThat(access.trust().authorities()).hasSize(1);
    assertThat(access.trust().serverName()).isEqualTo("kubernetes");
    assertThat(access.credential())
        .isEqualTo(new Credential.TokenFile(folder.resolve("token.txt"), "t"));
    assertThatThrownBy(() -> access("token: t", "certificate-authority: missing.pem"))
        .hasMessageContaining("missing.pem")
        .hasMessageContaining("it is not there");
  }

  @ParameterizedTest
  @CsvSource({"rsa:2048,traditional", "rsa:2048,pkcs8", "ec,traditional", "ec,pkcs8"})
  void keys_are_read_in_the_forms_that_clusters_write(String algorithm, String form)
      throws Exception {
    var pem = TestKeys.selfSigned(folder, algorithm);
    var key = form.equals("traditional") ? TestKeys.traditional(folder, algorithm) : pem.key();
    var identity = Identity.of(pem.certificate(), key, "the test");
    var signer =
        java.security.Signature.getInstance(
            algorithm.equals("ec") ? "SHA256withECDSA" : "SHA256withRSA");
    signer.initSign(identity.key());
    signer.update(new byte[] {1});
    var signature = signer.sign();
    signer.initVerify(identity.chain().getFirst());
    signer.update(new byte[] {1});
    assertThat(signer.verify(signature)).isTrue();
    assertThat(identity.toString()).doesNotContain("PRIVATE");
  }

  @Test
  void a_pod_has_what_its_service_account_gives_it() throws Exception {
    var pem = TestKeys.selfSigned(folder, "ec");
    Files.write(folder.resolve("ca.crt"), pem.certificate());
    Files.writeString(folder.resolve("token"), "pod-token");
    var environment =
        Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443");
    var access = InCluster.access(environment, folder);
    assertThat(access.server()).hasToString("https://[fd00::1]:6443");
    assertThat(access.credential())
        .isEqualTo(new Credential.TokenFile(folder.resolve("token"), null));
    assertThatThrownBy(() -> InCluster.access(Map.of(), folder))
        .hasMessageContaining("this is no pod");
  }
}
