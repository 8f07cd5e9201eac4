package io.tagtrail.store;

import io.tagtrail.tlog.Hash;
import io.tagtrail.tlog.Tile;
import io.tagtrail.tlog.TreeHash;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Holds the stored tiles to the leaves, as they come; keeps fewer than 256 hashes of each level.
final class TileCheck {
  private final Db db;
  private final Findings findings;
  private final List<List<Hash>> open = new ArrayList<>();
  private final List<Long> full = new ArrayList<>();

  TileCheck(Db db, Findings findings) {
    this.db = db;
    this.findings = findings;
  }

  void leaf(Hash leaf) throws SQLException {
    Hash next = leaf;
    for (int level = 0; ; level++) {
      if (open.size() == level) {
        open.add(new ArrayList<>());
        full.add(0L);
      }
      var row = open.get(level);
      row.add(next);
      if (row.size() < Tile.WIDTH) {
        return;
      }
      next = TreeHash.perfect(row);
      compare(level, full.get(level), next, Tiles.run(row));
      full.set(level, full.get(level) + 1);
      row.clear();
    }
  }

  /// After the last leaf: there must not be more tiles than became full.
  void done() throws SQLException {
    long expected = full.stream().mapToLong(Long::longValue).sum();
    long stored = db.number("SELECT count(*) FROM tile");
    if (stored > expected) {
      findings.add(
          Finding.Kind.PROJECTION,
          "there are %d tiles where the entries make %d".formatted(stored, expected));
    }
  }

  private void compare(int level, long index, Hash root, byte[] hashes) throws SQLException {
    boolean same =
        db.first(
                "SELECT root, hashes FROM tile WHERE level = ? AND idx = ?",
                row ->
                    Arrays.equals(row.getBytes(1), root.bytes())
                        && Arrays.equals(row.getBytes(2), hashes),
                level,
                index)
            .orElse(false);
    if (!same) {
      findings.add(
          Finding.Kind.PROJECTION,
          Tile.full(level, index).path() + " is missing or is not made of its entries");
    }
  }
}
