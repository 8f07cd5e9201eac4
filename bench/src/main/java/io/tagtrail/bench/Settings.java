package io.tagtrail.bench;

import io.tagtrail.bench.world.Databases;
import io.tagtrail.bench.world.PostgresServer;
import io.tagtrail.bench.world.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What a run is asked for.
///
/// @param root the checkout: its launcher is the one that is measured, its peers are those used
/// @param work a folder on a real disk, for registries and ledgers
/// @param seed of everything that is random
/// @param tiny whether it is only tried whether everything works; the figures then mean nothing
/// @param rounds by how much the usual number of rounds is multiplied
/// @param large whether what takes an hour and tens of gigabytes is measured too
/// @param database `sqlite` or `postgresql` for one of them alone, `both`
public record Settings(
    Path root, Path work, long seed, boolean tiny, double rounds, boolean large, String database) {
  public Settings in(Path folder) {
    return new Settings(root, folder, seed, tiny, rounds, large, database);
  }

  /// Runs something with each database that is asked for.
  public void withEach(With what) throws Exception {
    if (!database.equals("postgresql")) {
      try (var files = new SqliteFiles(work.resolve("sqlite"))) {
        what.run(files);
      }
    }
    if (!database.equals("sqlite")) {
      try (var server = PostgresServer.start(work.resolve("postgres"))) {
        what.run(server);
      }
    }
  }

  /// What needs a database.
  @FunctionalInterface
  public interface With {
    void run(Databases databases) throws Exception;
  }

  /// A size that the figures depend on.
  public int size(int usual, int tried) {
    return tiny ? tried : usual;
  }

  /// The cases that are gone through: when only tried, the first.
  public <T> List<T> of(List<T> usual) {
    return tiny ? usual.subList(0, 1) : usual;
  }

  /// How often something is measured.
  public int rounds(int usual, int tried) {
    return tiny ? tried : Math.max(3, (int) Math.round(usual * rounds));
  }

  @Override
  public String toString() {
    return "seed %d%s%s"
        .formatted(
            seed,
            tiny ? ", TRIED ONLY: the figures mean nothing" : "",
            rounds == 1 ? "" : String.format(Locale.ROOT, ", rounds × %.2f", rounds));
  }
}
