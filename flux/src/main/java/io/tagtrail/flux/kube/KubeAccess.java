package io.tagtrail.flux.kube;

import io.tagtrail.core.model.InvalidValueException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a cluster is, whom it is taken for, and who asks.
///
/// @param shown for people: where this comes from
/// @param warnings what the kubeconfig says that is not done, to be said aloud
public record KubeAccess(
    URI server,
    Trust trust,
    @Nullable Identity identity,
    Credential credential,
    String shown,
    List<String> warnings) {
  public KubeAccess {
    warnings = List.copyOf(warnings);
  }

  /// That of a kubeconfig.
  ///
  /// @param context null for the file's current one
  /// @throws InvalidValueException naming the file and what is wrong
  public static KubeAccess kubeconfig(Path file, @Nullable String context) {
    var parent = file.toAbsolutePath().getParent();
    return Kubeconfig.parse(SmallFile.read(file, "the kubeconfig"), file.toString())
        .access(context, parent == null ? Path.of("/") : parent);
  }

  /// That of a pod: its service account.
  ///
  /// @throws InvalidValueException if this process is in none
  public static KubeAccess inCluster() {
    return InCluster.access(System.getenv(), InCluster.FOLDER);
  }

  /// Never a secret.
  @Override
  public String toString() {
    return "%s (%s)".formatted(server, shown);
  }
}
