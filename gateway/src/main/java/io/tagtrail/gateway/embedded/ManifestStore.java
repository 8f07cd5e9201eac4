package io.tagtrail.gateway.embedded;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Tag;
import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.ManifestReference;
import io.tagtrail.gateway.protocol.ManifestShape;
import io.tagtrail.gateway.protocol.Outcome;
import io.tagtrail.gateway.protocol.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Manifests and tags. A manifest comes before the tags that name it and goes after them, so that
/// at no moment, the one of a crash included, does a tag name what is not there.
final class ManifestStore {
  private final Layout layout;
  private final DurableFiles files;
  private final BlobStore blobs;
  private final ReferrerStore referrers;
  private final RepositoryLocks locks = new RepositoryLocks();

  ManifestStore(Layout layout, DurableFiles files, BlobStore blobs, ReferrerStore referrers) {
    this.layout = layout;
    this.files = files;
    this.blobs = blobs;
    this.referrers = referrers;
  }

  Optional<Descriptor> resolve(RepositoryName name, ManifestReference reference) {
    return DescriptorFile.read(
        switch (reference) {
          case ManifestReference.ByTag(Tag tag) -> layout.tag(name, tag);
          case ManifestReference.ByDigest(Digest digest) -> layout.manifest(name, digest);
        });
  }

  /// The exact bytes of a manifest that [#resolve] found.
  ///
  /// @throws EmbeddedRegistryException if the disk no longer has them as they were pushed
  byte[] bytes(Descriptor manifest) {
    return blobs
        .content(manifest.digest())
        .filter(manifest.digest()::matches)
        .orElseThrow(() ->
            new EmbeddedRegistryException(
                "the content of %s is damaged or lost, and is not served; push it again"
                    .formatted(manifest.digest())));
  }

  /// Stores a manifest and moves the tags to it; all of it is on the disk when this returns.
  ///
  /// @param manifest its digest is that of the bytes
  /// @param shape what was read from the bytes
  Outcome<Descriptor> put(
      RepositoryName name, Descriptor manifest, ManifestShape shape, byte[] bytes, List<Tag> tags) {
    return locks.locked(
        name,
        () -> {
          var problem = problem(name, manifest, shape);
          if (problem != null) {
            return problem;
          }
          if (!isStored(name, manifest, bytes)) {
            blobs.addContent(manifest.digest(), bytes);
            referrers.add(name, manifest, shape);
            files.write(layout.manifest(name, manifest.digest()), DescriptorFile.encode(manifest));
          }
          for (var tag : tags) {
            files.write(layout.tag(name, tag), DescriptorFile.encode(manifest));
          }
          return new Outcome.Done<>(manifest);
        });
  }

  private boolean isStored(RepositoryName name, Descriptor manifest, byte[] bytes) {
    return Files.exists(layout.manifest(name, manifest.digest()))
        && blobs.content(manifest.digest()).filter(kept -> Arrays.equals(kept, bytes)).isPresent();
  }

  private @Nullable Outcome<Descriptor> problem(
      RepositoryName name, Descriptor manifest, ManifestShape shape) {
    var before = DescriptorFile.read(layout.manifest(name, manifest.digest()));
    if (before.isPresent() && !before.get().mediaType().equals(manifest.mediaType())) {
      return Outcome.refused(
          ErrorCode.MANIFEST_INVALID,
          ("%s is in %s as '%s' and cannot be '%s' too: one digest, one meaning; nothing was"
                  + " changed")
              .formatted(manifest.digest(), name, before.get().mediaType(), manifest.mediaType()));
    }
    var missing =
        shape.neededBlobs().filter(part -> !hasBlob(name, part)).findFirst().stream().toList();
    if (missing.isEmpty()) {
      missing =
          shape.neededManifests().stream()
              .filter(child -> !hasManifest(name, child) && !hasBlob(name, child))
              .limit(1)
              .toList();
    }
    return missing.isEmpty()
        ? null
        : Outcome.refused(
            ErrorCode.MANIFEST_BLOB_UNKNOWN,
            ("the manifest needs %s (%d bytes), which is not in %s whole; nothing was changed. Push"
                    + " it first")
                .formatted(missing.getFirst().digest(), missing.getFirst().size(), name));
  }

  private boolean hasBlob(RepositoryName name, Descriptor part) {
    return blobs.find(name, part.digest()).filter(blob -> blob.size() == part.size()).isPresent();
  }

  private boolean hasManifest(RepositoryName name, Descriptor child) {
    return DescriptorFile.read(layout.manifest(name, child.digest()))
        .filter(found -> found.size() == child.size())
        .isPresent();
  }

  /// Takes away a tag, or a manifest with all its tags.
  ///
  /// @return whether it was there
  boolean delete(RepositoryName name, ManifestReference reference) {
    return locks.locked(
        name,
        () ->
            switch (reference) {
              case ManifestReference.ByTag(Tag tag) -> files.delete(layout.tag(name, tag));
              case ManifestReference.ByDigest(Digest digest) -> deleteManifest(name, digest);
            });
  }

  private boolean deleteManifest(RepositoryName name, Digest digest) {
    var manifest = DescriptorFile.read(layout.manifest(name, digest));
    if (manifest.isEmpty()) {
      return false;
    }
    for (var text : tags(name)) {
      var file = layout.tag(name, new Tag(text));
      if (DescriptorFile.read(file).filter(it -> it.digest().equals(digest)).isPresent()) {
        files.delete(file);
      }
    }
    files.delete(layout.manifest(name, digest));
    blobs.content(digest).ifPresent(bytes -> referrers.remove(name, digest, bytes));
    return true;
  }

  /// All tags, in the order of their code points.
  List<String> tags(RepositoryName name) {
    try (var list = Files.list(layout.tags(name))) {
      return list.map(file -> TagFileName.parse(Objects.toString(file.getFileName())))
          .flatMap(Optional::stream)
          .map(Tag::value)
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
