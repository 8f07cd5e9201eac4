package io.tagtrail.store;

import io.tagtrail.tlog.Hash;
import io.tagtrail.tlog.Proofs;
import io.tagtrail.tlog.Tile;
import io.tagtrail.tlog.TileReader;
import io.tagtrail.tlog.TreeHash;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The tiles of the log in the database.
final class Tiles implements TileReader.Source {
  private final Db db;

  Tiles(Db db) {
    this.db = db;
  }

  /// What SQLite reported while a proof was being made; the source's interface knows no SQL.
  static final class ReadFailure extends RuntimeException {
    private final SQLException sql;

    ReadFailure(SQLException sql) {
      super(sql);
      this.sql = sql;
    }

    SQLException sql() {
      return sql;
    }
  }

  /// Writes the tiles that became full when the log grew; its entries are there already.
  static void grown(Db db, long before, long after) throws SQLException {
    var tiles = new Tiles(db);
    for (int level = 0; Tile.fullTiles(level, after) > 0; level++) {
      for (long i = Tile.fullTiles(level, before); i < Tile.fullTiles(level, after); i++) {
        var hashes = tiles.read(level, i * Tile.WIDTH, (i + 1) * Tile.WIDTH);
        var row = new Object[] {level, i, TreeHash.perfect(hashes).bytes(), run(hashes)};
        db.insert(Table.TILE, Collections.singletonList(row));
      }
    }
  }

  /// The root over the first entries.
  static Hash root(Db db, long size) throws SQLException {
    try {
      return Proofs.root(size, new TileReader(size, new Tiles(db)));
    } catch (ReadFailure e) {
      throw e.sql();
    }
  }

  @Override
  public byte[] tile(int level, long index) {
    try {
      return db.first(
              "SELECT hashes FROM tile WHERE level = ? AND idx = ?",
              row -> row.getBytes(1),
              level,
              index)
          .orElseThrow(() -> Failures.damaged("tile " + level + "/" + index + " is missing"));
    } catch (SQLException e) {
      throw new ReadFailure(e);
    }
  }

  @Override
  public List<Hash> edge(int level, long from, long to) {
    try {
      return read(level, from, to);
    } catch (SQLException e) {
      throw new ReadFailure(e);
    }
  }

  private List<Hash> read(int level, long from, long to) throws SQLException {
    List<Hash> hashes =
        level == 0
            ? db.list(
                "SELECT leaf FROM entry WHERE idx >= ? AND idx < ? ORDER BY idx",
                row -> Hash.of(row.getBytes(1)),
                from,
                to)
            : db.list(
                "SELECT root FROM tile WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx",
                row -> Hash.of(row.getBytes(1)),
                level - 1,
                from,
                to);
    if (hashes.size() != to - from) {
      throw Failures.damaged("hashes %d to %d of level %d are missing".formatted(from, to, level));
    }
    return new ArrayList<>(hashes);
  }

  static byte[] run(List<Hash> hashes) {
    var out = new byte[hashes.size() * Hash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).copyTo(out, i);
    }
    return out;
  }
}
