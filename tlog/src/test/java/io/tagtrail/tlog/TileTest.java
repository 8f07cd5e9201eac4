package io.tagtrail.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
  @Test
  void paths_are_those_of_the_specification() {
    assertThat(Tile.full(0, 0).path()).isEqualTo("tile/0/000");
    assertThat(Tile.full(0, 1234067).path()).isEqualTo("tile/0/x001/x234/067");
    assertThat(new Tile(2, 1000, 12).path()).isEqualTo("tile/2/x001/000.p/12");
    assertThat(new Tile(0, 273, 112).entriesPath()).isEqualTo("tile/entries/273.p/112");
  }

  /// The example of the specification: 70,000 entries.
  @Test
  void the_partial_tiles_of_a_size_are_those_of_the_specification() {
    assertThat(Tile.partials(70_000))
        .containsExactly(new Tile(0, 273, 112), new Tile(1, 1, 17), new Tile(2, 0, 1));
    assertThat(Tile.fullTiles(0, 70_000)).isEqualTo(273);
    assertThat(Tile.fullTiles(1, 70_000)).isEqualTo(1);
    assertThat(Tile.fullTiles(2, 70_000)).isZero();
    assertThat(Tile.partials(0)).isEmpty();
    assertThat(Tile.partials(256)).containsExactly(new Tile(1, 0, 1));
    assertThat(Tile.fullTiles(7, Long.MAX_VALUE)).isZero();
  }

  @Test
  void every_path_reads_back() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("TileTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      var tile =
          new Tile(
              random.nextInt(8),
              random.nextLong() >>> (7 + random.nextInt(56)),
              1 + random.nextInt(256));
      assertThat(Tile.parse(tile.path())).as("seed %d", seed).isEqualTo(tile);
      var entries = new Tile(0, tile.index(), tile.width());
      assertThat(Tile.parse(entries.entriesPath())).as("seed %d", seed).isEqualTo(entries);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile/0/0",
        "tile/0/x000/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/01",
        "tile/0/001.p/300",
        "tile/00/001",
        "tile/64/001",
        "tile/-1/001",
        "tile/0/x001/x002",
        "tile/0/001/",
        "/tile/0/001",
        "tile/0/../001",
        "tile/entries/x000/001",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999"
      })
  void what_is_no_path_of_a_tile_is_refused(String path) {
    assertThatThrownBy(() -> Tile.parse(path)).isInstanceOf(IllegalArgumentException.class);
  }
}
