package io.tagtrail.gateway.embedded;

import io.tagtrail.gateway.protocol.RepositoryName;
import io.tagtrail.oci.http.IoTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// The registry's folder, opened: this process alone has it until [#close].
final class FolderStore implements AutoCloseable {
  private static final byte[] FORMAT =
      "tagtrail embedded registry 1\n".getBytes(StandardCharsets.US_ASCII);

  private final Layout layout;
  private final FolderLock lock;
  private final BlobStore blobs;
  private final ManifestStore manifests;
  private final ReferrerStore referrers;
  private final UploadStore uploads;

  private FolderStore(Layout layout, DurableFiles files, FolderLock lock, Clock clock) {
    this.layout = layout;
    this.lock = lock;
    this.blobs = new BlobStore(layout, files);
    this.referrers = new ReferrerStore(layout, files);
    this.manifests = new ManifestStore(layout, files, blobs, referrers);
    this.uploads = new UploadStore(layout, blobs, clock);
  }

  /// Opens a folder of a registry, or makes one of an empty or missing folder. What a crash left
  /// half-written is thrown away.
  ///
  /// @throws EmbeddedRegistryException if the folder holds something else, another process serves
  ///   it, or it cannot be read and written
  static FolderStore open(Path folder, Clock clock) {
    var layout = new Layout(folder.toAbsolutePath().normalize());
    var files = new DurableFiles(layout.root(), layout.temporary());
    try {
      DurableFiles.createRoot(layout.root());
      checkFormat(layout);
      var lock = FolderLock.take(layout.lock());
      try {
        prepare(layout, files);
        var store = new FolderStore(layout, files, lock, clock);
        store.uploads.sweepWhenDue();
        return store;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException | UncheckedIOException e) {
      throw new EmbeddedRegistryException(
          "the folder %s cannot be used for a registry (%s); check that it can be read and written"
              .formatted(layout.root(), IoTrouble.of(e)),
          e);
    }
  }

  private static void checkFormat(Layout layout) throws IOException {
    if (Files.exists(layout.format())) {
      if (!Arrays.equals(Files.readAllBytes(layout.format()), FORMAT)) {
        throw new EmbeddedRegistryException(
            "the folder %s was written in another format; serve it with the version that wrote it"
                .formatted(layout.root()));
      }
      return;
    }
    var ours = List.of(layout.lock(), layout.temporary());
    try (var files = Files.list(layout.root())) {
      if (files.anyMatch(file -> !ours.contains(file))) {
        throw new EmbeddedRegistryException(
            "the folder %s is not empty and not a registry's; nothing was changed. Name another"
                .formatted(layout.root()));
      }
    }
  }

  private static void prepare(Layout layout, DurableFiles files) throws IOException {
    files.createFolder(layout.temporary());
    try (var left = Files.list(layout.temporary())) {
      for (var file : left.toList()) {
        Files.delete(file);
      }
    }
    files.createFolder(layout.uploads());
    files.createFolder(layout.repositories());
    if (!Files.exists(layout.format())) {
      files.write(layout.format(), FORMAT);
    }
  }

  Path root() {
    return layout.root();
  }

  BlobStore blobs() {
    return blobs;
  }

  ManifestStore manifests() {
    return manifests;
  }

  ReferrerStore referrers() {
    return referrers;
  }

  UploadStore uploads() {
    return uploads;
  }

  /// Whether something was ever pushed there.
  boolean isKnown(RepositoryName name) {
    return Files.isDirectory(layout.manifests(name)) || Files.isDirectory(layout.blobs(name));
  }

  /// The names of all repositories, in the order of their code points.
  List<String> repositories() {
    var names = new TreeSet<String>();
    var top = layout.repositories();
    try {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              if (Objects.toString(folder.getFileName()).startsWith("_")) {
                var repository = top.relativize(Objects.requireNonNull(folder.getParent()));
                names.add(repository.toString().replace('\\', '/'));
                return FileVisitResult.SKIP_SUBTREE;
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(names);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
