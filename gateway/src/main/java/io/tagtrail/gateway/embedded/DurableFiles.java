package io.tagtrail.gateway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Changes of files that are all there or not there at all, and that are on the disk when the
/// method returns.
///
/// Every method throws [UncheckedIOException] when the disk fails; what was there before is then
/// still there.
final class DurableFiles {
  private final Path temporary;

  /// The folders whose names this process has seen on the disk. That a folder is there does not say
  /// so: another request may have made it this instant, and a process that was killed may have made
  /// it just before.
  private final Set<Path> forced = ConcurrentHashMap.newKeySet();

  /// @param root the folder that everything lies in; what is above it is not ours and may not even
  ///   be readable
  /// @param temporary a folder in it, whose files nobody needs after a restart
  DurableFiles(Path root, Path temporary) {
    this.temporary = temporary;
    forced.add(root);
  }

  /// Creates the root and what is missing above it; what is there already is left as it is.
  static void createRoot(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      createRoot(parent(root));
      Files.createDirectory(root);
      forceParent(root);
    }
  }

  /// Puts the content under the name, in place of what was there.
  void write(Path target, byte[] content) {
    var file = temporary.resolve(UUID.randomUUID().toString());
    try {
      try (var channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      adopt(file, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Moves a file, which was forced before, to its name, in place of what was there.
  void adopt(Path file, Path target) {
    try {
      createParent(target);
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      forceParent(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sees to it that there is an (empty) file of this name.
  void mark(Path target) {
    try {
      createParent(target);
      Files.createFile(target);
      forceParent(target);
    } catch (FileAlreadyExistsException e) {
      // Another request may have made it this instant and not forced it yet.
      forceParent(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return whether there was such a file
  boolean delete(Path file) {
    try {
      boolean deleted = Files.deleteIfExists(file);
      if (deleted) {
        forceParent(file);
      }
      return deleted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<byte[]> read(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void createParent(Path file) throws IOException {
    createFolder(parent(file));
  }

  /// Sees to it that there is a folder, and those above it up to the root; each name is forced into
  /// the folder that holds it.
  void createFolder(Path folder) throws IOException {
    if (forced.contains(folder)) {
      return;
    }
    createFolder(parent(folder));
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
    }
    forceParent(folder);
    forced.add(folder);
  }

  private static void forceParent(Path file) {
    try (var channel = FileChannel.open(parent(file), StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path parent(Path file) {
    var parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("the root of a file system has no folder: " + file);
    }
    return parent;
  }
}
