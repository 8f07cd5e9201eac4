package io.tagtrail.cli;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.flux.discovery.FluxObjects;
import io.tagtrail.flux.kube.KubeAccess;
import io.tagtrail.flux.kube.KubeClient;
import io.tagtrail.flux.kube.KubeException;
import io.tagtrail.oci.http.IoTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where Flux's objects are read from: a file, standard input, or a cluster (with GET alone).
final class FluxInput {
  private static final int MAX_BYTES = 64 << 20;

  private final CliContext context;

  FluxInput(CliContext context) {
    this.context = context;
  }

  /// @param from a file, `-` for standard input; empty for the cluster of a kubeconfig
  /// @param kubeconfig null for `KUBECONFIG`, else `~/.kube/config`
  FluxObjects read(String from, @Nullable String kubeconfig, @Nullable String kubeContext) {
    if (from.isEmpty()) {
      return cluster(kubeconfig, kubeContext);
    }
    if (kubeconfig != null || kubeContext != null) {
      throw new InvalidValueException(
          "objects come from a file or from a cluster: --kubeconfig and --context go without one");
    }
    return from.equals("-") ? input() : file(from);
  }

  private FluxObjects input() {
    var text = new StringBuilder();
    var buffer = new char[1 << 16];
    try {
      for (int n = context.in().read(buffer); n >= 0; n = context.in().read(buffer)) {
        text.append(buffer, 0, n);
        if (text.length() > MAX_BYTES) {
          throw new InvalidValueException("standard input has more than 64 MiB");
        }
      }
    } catch (IOException e) {
      throw new InvalidValueException("standard input cannot be read: " + IoTrouble.of(e), e);
    }
    return FluxObjects.read(text.toString().getBytes(StandardCharsets.UTF_8), "standard input");
  }

  private FluxObjects file(String name) {
    var file = path("--from-flux", name);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidValueException(name + " is larger than 64 MiB");
      }
      return FluxObjects.read(Files.readAllBytes(file), name);
    } catch (IOException e) {
      throw new InvalidValueException("%s cannot be read: %s".formatted(name, IoTrouble.of(e)), e);
    }
  }

  private FluxObjects cluster(@Nullable String kubeconfig, @Nullable String kubeContext) {
    var file = kubeconfig == null ? usual() : path("--kubeconfig", kubeconfig);
    try (var client = KubeClient.open(KubeAccess.kubeconfig(file, kubeContext))) {
      return FluxObjects.of(client);
    } catch (KubeException e) {
      throw new RegistryException(
          e.status() == 401 || e.status() == 403
              ? RegistryException.Kind.DENIED
              : RegistryException.Kind.UNAVAILABLE,
          RegistryException.Applied.NO,
          e.status(),
          "the cluster did not answer: " + e.getMessage(),
          e);
    }
  }

  private Path usual() {
    var named = context.environment().getOrDefault("KUBECONFIG", "");
    if (!named.isEmpty()) {
      int colon = named.indexOf(java.io.File.pathSeparatorChar);
      return path("KUBECONFIG", colon < 0 ? named : named.substring(0, colon));
    }
    var home = context.environment().getOrDefault("HOME", "");
    return path("HOME", home + "/.kube/config");
  }

  private Path path(String by, String name) {
    try {
      return context.workingDirectory().resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw new InvalidValueException("%s names no path: %s".formatted(by, e.getReason()), e);
    }
  }
}
