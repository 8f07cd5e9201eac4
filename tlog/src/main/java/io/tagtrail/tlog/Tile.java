package io.tagtrail.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The address of a tile (C2SP tlog-tiles v0.1): a run of 1 to 256 hashes of one level of the tree.
/// Level 0 holds leaf hashes; a hash of level l + 1 is the root over a full tile of level l. A full
/// tile never changes.
///
/// @param level 0 to 63, counted in tiles: eight levels of the binary tree each (no real tree goes
///   beyond 7)
/// @param index which tile of the level, from 0
/// @param width how many hashes it has; fewer than 256 only at the right edge
public record Tile(int level, long index, int width) {
  /// How many hashes a full tile has.
  public static final int WIDTH = 256;

  /// How many levels of the binary tree a tile spans.
  public static final int HEIGHT = 8;

  private static final int MAX_LEVEL = 63;
  private static final Pattern FORM =
      Pattern.compile(
          "tile/(0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");
  private static final Pattern ENTRIES =
      Pattern.compile("tile/entries/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  public Tile {
    if (level < 0 || level > MAX_LEVEL || index < 0 || width < 1 || width > WIDTH) {
      throw new IllegalArgumentException(
          "no tile has level %d, index %d, width %d".formatted(level, index, width));
    }
  }

  public static Tile full(int level, long index) {
    return new Tile(level, index, WIDTH);
  }

  public boolean isFull() {
    return width == WIDTH;
  }

  /// The path of its hashes: `tile/0/x001/x234/067`, or `….p/12` for a partial one.
  public String path() {
    return "tile/" + level + "/" + number(index) + partial();
  }

  /// The path of the entries under it.
  ///
  /// @throws IllegalStateException unless its level is 0: only leaves have entries
  public String entriesPath() {
    if (level != 0) {
      throw new IllegalStateException("only a tile of level 0 has entries");
    }
    return "tile/entries/" + number(index) + partial();
  }

  /// Reads the path of a tile or of a bundle of entries back.
  ///
  /// @throws IllegalArgumentException if it is neither, in exactly the form that [#path] or
  ///   [#entriesPath] writes
  public static Tile parse(String path) {
    var hashes = FORM.matcher(path);
    var entries = ENTRIES.matcher(path);
    Tile tile;
    if (hashes.matches()) {
      tile = of(Integer.parseInt(hashes.group(1)), hashes.group(2), hashes.group(3));
    } else if (entries.matches()) {
      tile = of(0, entries.group(1), entries.group(2));
    } else {
      throw new IllegalArgumentException("not the path of a tile");
    }
    // One address has one path: no leading group of zeros, no partial tile of full width.
    if (!path.equals(hashes.matches() ? tile.path() : tile.entriesPath())) {
      throw new IllegalArgumentException("not the path of a tile");
    }
    return tile;
  }

  /// The tiles that a tree has at its right edge and that are not full: at each level, ⌊size /
  /// 256^level⌋ mod 256.
  public static List<Tile> partials(long size) {
    var out = new ArrayList<Tile>();
    int level = 0;
    for (long hashes = size; hashes > 0; hashes >>>= HEIGHT) {
      int width = (int) (hashes % WIDTH);
      if (width > 0) {
        out.add(new Tile(level, hashes / WIDTH, width));
      }
      level++;
    }
    return out;
  }

  /// How many full tiles of a level a tree of that size has.
  public static long fullTiles(int level, long size) {
    int shift = HEIGHT * (level + 1);
    return shift >= Long.SIZE ? 0 : size >>> shift;
  }

  private static Tile of(
      int level, String number, @org.jspecify.annotations.Nullable String width) {
    long index = Long.parseLong(number.replace("x", "").replace("/", ""));
    return new Tile(level, index, width == null ? WIDTH : Integer.parseInt(width));
  }

  /// Groups of three digits, every one but the last marked with an `x`.
  private static String number(long index) {
    var out = new StringBuilder("%03d".formatted(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      out.insert(0, "x%03d/".formatted(rest % 1000));
    }
    return out.toString();
  }

  private String partial() {
    return isFull() ? "" : ".p/" + width;
  }
}
