package io.tagtrail.testkit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// Where the peers are that `.ci/peers` installed.
public final class Peers {
  private final Properties paths;
  private final Path file;

  private Peers(Properties paths, Path file) {
    this.paths = paths;
    this.file = file;
  }

  /// Reads `peers.properties` of the folder in TAGTRAIL_PEERS, by default `target/peers` of the
  /// repository.
  public static Peers installed() {
    var folder = System.getenv("TAGTRAIL_PEERS");
    var root = System.getProperty("tagtrail.root", ".");
    var file =
        folder == null
            ? Path.of(root, "target", "peers", "peers.properties")
            : Path.of(folder, "peers.properties");
    var paths = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      paths.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("no peers are installed (run .ci/peers): " + file, e);
    }
    return new Peers(paths, file);
  }

  /// The binary of a peer that has to be there: a missing one fails the test, it does not skip it.
  public Path need(String name) {
    return find(name)
        .orElseThrow(
            () -> new AssertionError("the peer " + name + " is not installed, by " + file));
  }

  /// The binary of a peer that is not to be had everywhere.
  public Optional<Path> find(String name) {
    return Optional.ofNullable(paths.getProperty(name)).map(Path::of).filter(Files::isExecutable);
  }

  /// The registries to run against: two that are always there, and those of olareg and zot that are
  /// installed.
  public List<PeerRegistry.Kind> registries() {
    var kinds = new ArrayList<PeerRegistry.Kind>();
    for (var kind : PeerRegistry.Kind.values()) {
      if (kind.always()) {
        need(kind.peer());
        kinds.add(kind);
      } else if (find(kind.peer()).isPresent()) {
        kinds.add(kind);
      }
    }
    return kinds;
  }
}
