package io.tagtrail.tlog;

import java.util.ArrayList;
import java.util.List;

/// A [HashReader] over tiles. It reads a full tile where there is one, and single hashes at the
/// right edge.
///
/// Not for more than one thread; it remembers the last tile that it read.
public final class TileReader implements HashReader {
  /// Where the hashes are kept.
  public interface Source {
    /// The 256 hashes of a full tile, one after the other.
    byte[] tile(int level, long index);

    /// Hashes `from` (inclusive) to `to` (exclusive) of a tile level, at the right edge where no
    /// tile is full yet: leaf hashes at level 0, above it the roots of the full tiles one level
    /// below.
    List<Hash> edge(int level, long from, long to);
  }

  private final long size;
  private final Source source;
  private long cached = -1;
  private int cachedLevel = -1;
  private byte[] cache = new byte[0];

  /// @param size how many leaves the tree has: what is beyond is not read
  public TileReader(long size, Source source) {
    this.size = size;
    this.source = source;
  }

  @Override
  public Hash read(int level, long index) {
    if (level < 0 || level >= Long.SIZE - 1 || index < 0 || index >= size >>> level) {
      throw new IllegalArgumentException(
          "no hash at level %d, index %d in a tree of %d".formatted(level, index, size));
    }
    int tileLevel = level / Tile.HEIGHT;
    int inner = level % Tile.HEIGHT;
    long first = index << inner;
    long tile = first / Tile.WIDTH;
    int place = (int) (first % Tile.WIDTH);
    int count = 1 << inner;
    if (tile < Tile.fullTiles(tileLevel, size)) {
      return TreeHash.perfect(slice(fullTile(tileLevel, tile), place, count));
    }
    return TreeHash.perfect(source.edge(tileLevel, first, first + count));
  }

  private byte[] fullTile(int level, long index) {
    if (cachedLevel != level || cached != index) {
      byte[] hashes = source.tile(level, index);
      if (hashes.length != Tile.WIDTH * Hash.BYTES) {
        throw new IllegalArgumentException(
            "%s has %d bytes".formatted(Tile.full(level, index).path(), hashes.length));
      }
      cache = hashes;
      cachedLevel = level;
      cached = index;
    }
    return cache;
  }

  private static List<Hash> slice(byte[] tile, int place, int count) {
    var out = new ArrayList<Hash>(count);
    for (int i = 0; i < count; i++) {
      out.add(Hash.at(tile, place + i));
    }
    return out;
  }
}
