package io.tagtrail.gateway.embedded;

import io.tagtrail.core.model.Digest;
import io.tagtrail.gateway.protocol.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Content by its digest, shared by all repositories, and which repository has which. A repository
/// has a blob only after somebody pushed it there or mounted it from one that has it: knowing a
/// digest is not enough to read it.
final class BlobStore {
  private final Layout layout;
  private final DurableFiles files;

  BlobStore(Layout layout, DurableFiles files) {
    this.layout = layout;
    this.files = files;
  }

  /// A blob as it lies on the disk.
  record Blob(Path file, long size) {}

  Optional<Blob> find(RepositoryName name, Digest digest) {
    if (!Files.exists(layout.blob(name, digest))) {
      return Optional.empty();
    }
    var file = layout.content(digest);
    try {
      return Optional.of(new Blob(file, Files.size(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Takes a file whose bytes are known to have this digest and to be on the disk. Content that is
  /// there already is replaced by the same bytes: a push mends what a disk has lost.
  void add(RepositoryName name, Digest digest, Path forced) {
    files.adopt(forced, layout.content(digest));
    files.mark(layout.blob(name, digest));
  }

  /// Stores bytes that are known to have this digest, without giving them to a repository as a
  /// blob.
  void addContent(Digest digest, byte[] bytes) {
    files.write(layout.content(digest), bytes);
  }

  Optional<byte[]> content(Digest digest) {
    return DurableFiles.read(layout.content(digest));
  }

  /// @return whether the other repository has it; nothing changes where it has not
  boolean mount(RepositoryName name, Digest digest, RepositoryName from) {
    if (find(from, digest).isEmpty()) {
      return false;
    }
    files.mark(layout.blob(name, digest));
    return true;
  }

  /// @return whether the repository had it
  boolean remove(RepositoryName name, Digest digest) {
    return files.delete(layout.blob(name, digest));
  }
}
