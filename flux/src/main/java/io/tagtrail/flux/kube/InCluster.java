package io.tagtrail.flux.kube;

import io.tagtrail.core.model.InvalidValueException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a pod is given of its service account.
final class InCluster {
  static final Path FOLDER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private InCluster() {}

  static KubeAccess access(Map<String, String> environment, Path folder) {
    var host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    var port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    var token = folder.resolve("token");
    if (host.isEmpty() || !Files.exists(token)) {
      throw new InvalidValueException(
          "this is no pod with a service account (no KUBERNETES_SERVICE_HOST, or no token in %s):"
                  .formatted(folder)
              + " name a kubeconfig");
    }
    if (!host.matches("[A-Za-z0-9.:-]{1,253}") || !port.matches("[0-9]{1,5}")) {
      throw new InvalidValueException("KUBERNETES_SERVICE_HOST and _PORT name no address");
    }
    var authority = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    var file = folder.resolve("ca.crt");
    var ca = Pem.certificates(SmallFile.read(file, "the cluster's CA"), "the cluster's CA " + file);
    return new KubeAccess(
        URI.create("https://%s:%s".formatted(authority, port)),
        new Trust(ca, false, null),
        null,
        new Credential.TokenFile(token, null),
        "the service account of this pod",
        List.of());
  }
}
