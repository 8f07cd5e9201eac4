package io.tagtrail.bench.world;

import io.tagtrail.testkit.peers.PeerRegistry;
import io.tagtrail.testkit.peers.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The registries to measure on: the embedded one, and those that `.ci/peers` installed.
public final class Registries {
  private static final Map<String, PeerRegistry.Kind> PEERS =
      Map.of(
          "docker-registry 2.8.2", PeerRegistry.Kind.DOCKER_REGISTRY,
          "distribution v3", PeerRegistry.Kind.DISTRIBUTION);

  private final Optional<Peers> peers;
  private final boolean tried;

  private Registries(Optional<Peers> peers, boolean tried) {
    this.peers = peers;
    this.tried = tried;
  }

  /// @param tried whether nothing is measured: then only the embedded one, in this process
  public static Registries all(boolean tried) {
    return new Registries(tried ? Optional.empty() : installed(), tried);
  }

  /// The embedded one alone.
  public static Registries embedded(boolean tried) {
    return new Registries(Optional.empty(), tried);
  }

  private static Optional<Peers> installed() {
    try {
      return Optional.of(Peers.installed());
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  public List<String> names() {
    var names = new ArrayList<>(List.of(EmbeddedProcess.NAME));
    PEERS.forEach((name, kind) -> client(kind.peer()).ifPresent(path -> names.add(name)));
    return names.stream().sorted().toList().reversed();
  }

  public Served start(String name, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var kind = PEERS.get(name);
    if (kind != null) {
      return new PeerProcess(name, PeerRegistry.start(peers.orElseThrow(), kind, folder));
    }
    return tried ? EmbeddedHere.start(folder) : EmbeddedProcess.start(folder);
  }

  /// A binary that `.ci/peers` installed.
  public Optional<Path> client(String name) {
    return peers.flatMap(there -> there.find(name));
  }
}
