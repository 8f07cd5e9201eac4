package io.tagtrail.store;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder of a ledger.
///
/// SQLite's write-ahead log needs memory that all processes share and locks that hold, which
/// network file systems do not give: two machines would both write, and the log would be lost.
record Place(Path folder, Path file) {
  static final String FILE = "ledger.db";

  private static final Set<String> NETWORK =
      Set.of(
          "9p",
          "acfs",
          "afs",
          "auristorfs",
          "beegfs",
          "ceph",
          "cifs",
          "coda",
          "davfs",
          "gfs",
          "gfs2",
          "glusterfs",
          "gpfs",
          "lustre",
          "ncpfs",
          "nfs",
          "nfs4",
          "ocfs2",
          "panfs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "vboxsf",
          "webdav");

  /// Layers over a local disk, as rootless containers have them.
  private static final Set<String> LOCAL_FUSE = Set.of("fuse.fuse-overlayfs", "fuse.overlayfs");

  /// Says of which type the file system of a folder is.
  @FunctionalInterface
  interface FileSystemType {
    String of(Path folder) throws IOException;
  }

  static Place of(Path folder) {
    var absolute = folder.toAbsolutePath().normalize();
    return new Place(absolute, absolute.resolve(FILE));
  }

  boolean hasFile() {
    return Files.exists(file);
  }

  /// @throws LedgerException if the folder is on a file system that is not local
  void mustBeLocal(FileSystemType types) {
    String type;
    try {
      type = types.of(folder).toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new LedgerException(
          Kind.UNAVAILABLE,
          "cannot tell on which file system the ledger's folder %s is; nothing was changed"
              .formatted(folder),
          e);
    }
    if (NETWORK.contains(type) || (type.startsWith("fuse.") && !LOCAL_FUSE.contains(type))) {
      throw new LedgerException(
          Kind.REFUSED,
          "%s is on a file system of the type '%s', where SQLite cannot keep entries safe; nothing"
                  .formatted(folder, type)
              + " was changed. Put the ledger on a local disk, or use a server");
    }
  }

  /// What names the file itself on its file system; null where that does not tell.
  @Nullable Object fileKey() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }
}
