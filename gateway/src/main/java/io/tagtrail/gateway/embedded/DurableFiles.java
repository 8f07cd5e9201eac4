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
import java.util.UUID;

/// Changes of files that are all there or not there at all, and that are on the disk when the method returns.
///
/// Every method throws [UncheckedIOException] when the disk fails; what was there before is then still there.
final class DurableFiles {
  private final Path temporary;

  /// @param temporary an existing folder of the same file system, whose files nobody needs after a restart
  DurableFiles(Path temporary) {
    this.temporary = temporary;
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
  void adopt(Path forced, Path target) {
    try {
      createParent(target);
      Files.move(forced, target, StandardCopyOption.ATOMIC_MOVE);
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

  private static void createParent(Path file) throws IOException {
    createFolder(parent(file));
  }

  /// Creates a folder and those above it; each new name is forced into the folder that holds it.
  static void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    createFolder(parent(folder));
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    forceParent(folder);
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
