package io.tagtrail.gateway.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes sure that one process serves a folder: two would not see each other's locks, and tags
/// could name manifests that the other has just deleted. The operating system lets go of it when
/// the process dies, however it dies.
final class FolderLock implements AutoCloseable {
  /// What this process has. Asked first, without touching the file: closing any channel of a file
  /// gives up all the locks that the process has on it, so that merely finding a folder taken would
  /// have set it free.
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// @param name the lock file, in a folder that exists
  /// @throws EmbeddedRegistryException if another registry has the folder
  static FolderLock take(Path name) throws IOException {
    var folder = Objects.requireNonNull(name.getParent()).toRealPath();
    var file = folder.resolve(name.getFileName());
    if (!OURS.add(file)) {
      throw taken(folder, "this one, " + self());
    }
    try {
      return takeFile(folder, file);
    } catch (IOException | RuntimeException e) {
      OURS.remove(file);
      throw e;
    }
  }

  private static FolderLock takeFile(Path folder, Path file) throws IOException {
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw taken(folder, holder(file));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.US_ASCII)));
      return new FolderLock(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static EmbeddedRegistryException taken(Path folder, String holder) {
    return new EmbeddedRegistryException(
        ("the folder %s is served by a process already (%s); nothing was changed. Stop that one, or"
                + " name another folder")
            .formatted(folder, holder));
  }

  private static String self() {
    return "pid " + ProcessHandle.current().pid();
  }

  private static String holder(Path file) throws IOException {
    var text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return text.matches("pid [0-9]{1,10}") ? text : "pid unknown";
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      OURS.remove(file);
    }
  }
}
