package io.tagtrail.tlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A log kept as a store would keep it: leaf hashes and full tiles.
final class StoredTree implements TileReader.Source {
  final List<Hash> leaves = new ArrayList<>();
  final Map<Tile, byte[]> tiles = new HashMap<>();
  Frontier frontier = Frontier.EMPTY;

  static StoredTree of(int size) {
    var tree = new StoredTree();
    for (int i = 0; i < size; i++) {
      tree.append(TreeHash.leaf(Naive.entry(i)));
    }
    return tree;
  }

  void append(Hash leaf) {
    leaves.add(leaf);
    frontier = frontier.append(leaf);
    var row = leaves;
    for (int level = 0; row.size() % Tile.WIDTH == 0; level++) {
      int index = row.size() / Tile.WIDTH - 1;
      tiles.put(Tile.full(level, index), run(row.subList(index * Tile.WIDTH, row.size())));
      var roots = new ArrayList<Hash>();
      for (int i = 0; i <= index; i++) {
        roots.add(root(tile(level, i)));
      }
      row = roots;
    }
  }

  TileReader reader() {
    return new TileReader(leaves.size(), this);
  }

  @Override
  public byte[] tile(int level, long index) {
    var tile = tiles.get(Tile.full(level, index));
    if (tile == null) {
      throw new AssertionError("not a full tile: " + level + "/" + index);
    }
    return tile;
  }

  @Override
  public List<Hash> edge(int level, long from, long to) {
    if (level == 0) {
      return leaves.subList((int) from, (int) to);
    }
    var out = new ArrayList<Hash>();
    for (long i = from; i < to; i++) {
      out.add(root(tile(level - 1, i)));
    }
    return out;
  }

  private static Hash root(byte[] tile) {
    var hashes = new ArrayList<Hash>();
    for (int i = 0; i < Tile.WIDTH; i++) {
      hashes.add(Hash.at(tile, i));
    }
    return TreeHash.perfect(hashes);
  }

  private static byte[] run(List<Hash> hashes) {
    var out = new byte[hashes.size() * Hash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).copyTo(out, i);
    }
    return out;
  }
}
