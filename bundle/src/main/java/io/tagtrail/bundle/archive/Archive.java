package io.tagtrail.bundle.archive;

import io.tagtrail.bundle.bound.Budget;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.bound.UnreadableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// Reads layers: tar, compressed with gzip or not, and single files. The library reads the format;
/// what it may cost and which names it may bring is decided here.
public final class Archive {
  private static final int RECORD = 512;

  /// Bytes of all headers before one entry: names and records of kilobytes are long.
  private static final int HEADERS = 256 << 10;

  private Archive() {}

  /// The files of an archive by their paths. Symbolic and hard links that stay in the tree are left
  /// out, as Flux leaves them out.
  ///
  /// @throws UnreadableException if it is no archive, goes beyond a limit, or has a path or a link
  ///   that leads out of it, the same path twice, or an entry that is no file, folder or link
  public static SortedMap<String, byte[]> files(byte[] layer, Budget budget) {
    var limits = budget.limits();
    try (var bounded = open(layer, limits);
        var tar = new TarArchiveInputStream(bounded, RECORD, RECORD, "UTF-8", false)) {
      var files = new TreeMap<String, byte[]>();
      int entries = 0;
      for (var entry = next(tar, bounded); entry != null; entry = next(tar, bounded)) {
        if (++entries > limits.entries()) {
          throw new UnreadableException("it has more than %d entries".formatted(limits.entries()));
        }
        var path = path(entry, limits);
        if (path != null) {
          budget.file(path, Math.clamp(entry.getSize(), 0, limits.unpacked()));
          if (files.put(path, content(tar, entry, limits)) != null) {
            throw new UnreadableException("it has the same path twice: " + path);
          }
        }
        // Of what is no file too, so that only headers are left before the next.
        tar.transferTo(OutputStream.nullOutputStream());
      }
      if (entries == 0) {
        throw new UnreadableException("it is no tar archive, or an empty one");
      }
      return files;
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreadableException("it is no tar archive: " + e.getMessage(), e);
    }
  }

  /// The bytes of a layer that is one file, unpacked where it is packed.
  ///
  /// @throws UnreadableException if it goes beyond a limit, or is packed and cannot be unpacked
  public static byte[] file(byte[] layer, Budget budget) {
    try (var in = open(layer, budget.limits())) {
      var bytes = in.readNBytes(budget.limits().yamlBytes() + 1);
      if (bytes.length > budget.limits().yamlBytes()) {
        throw new UnreadableException(
            "it is more than %d MiB of YAML".formatted(budget.limits().yamlBytes() >> 20));
      }
      return bytes;
    } catch (IOException e) {
      throw new UnreadableException("it cannot be unpacked: " + e.getMessage(), e);
    }
  }

  /// The library gathers long names and records of a header in memory, however long they say that
  /// they are.
  private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, BoundedStream bounded)
      throws IOException {
    bounded.atMost(HEADERS);
    var entry = tar.getNextEntry();
    bounded.atMost(Long.MAX_VALUE);
    return entry;
  }

  private static BoundedStream open(byte[] layer, Limits limits) throws IOException {
    if (layer.length > limits.packed()) {
      throw new UnreadableException("it is larger than %d MiB".formatted(limits.packed() >> 20));
    }
    boolean gzip = layer.length > 2 && layer[0] == 0x1f && layer[1] == (byte) 0x8b;
    var in = new ByteArrayInputStream(layer);
    return new BoundedStream(gzip ? new GZIPInputStream(in, 1 << 16) : in, layer.length, limits);
  }

  /// The path of a file; null of what is none.
  private static @Nullable String path(TarArchiveEntry entry, Limits limits) {
    // A folder is named with or without its stroke.
    var path = SafePath.of(entry.getName(), limits.pathBytes());
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> {
        if (entry.isDirectory()) {
          yield null;
        }
        if (path.isEmpty() || entry.isSparse()) {
          throw new UnreadableException("it has an entry that is no plain file: " + path);
        }
        yield path;
      }
      case TarConstants.LF_DIR -> null;
      case TarConstants.LF_SYMLINK -> {
        stays(path, folder(path), entry.getLinkName());
        yield null;
      }
      case TarConstants.LF_LINK -> {
        stays(path, "", entry.getLinkName());
        yield null;
      }
      default ->
          throw new UnreadableException(
              "it has an entry that is no file, folder or link (a device, say): " + path);
    };
  }

  private static void stays(String path, String from, String target) {
    if (SafePath.from(from, target) == null) {
      throw new UnreadableException(
          "it has a link that leads out of it: %s to %s".formatted(path, target));
    }
  }

  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static byte[] content(TarArchiveInputStream tar, TarArchiveEntry entry, Limits limits)
      throws IOException {
    // What the header says is believed only as far as bytes follow.
    if (entry.getSize() > limits.unpacked()) {
      throw new UnreadableException(
          "it unpacks to more than %d MiB".formatted(limits.unpacked() >> 20));
    }
    var bytes = new byte[(int) entry.getSize()];
    if (tar.readNBytes(bytes, 0, bytes.length) != bytes.length) {
      throw new UnreadableException("it ends in the middle of " + entry.getName());
    }
    return bytes;
  }
}
