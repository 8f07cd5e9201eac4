package io.tagtrail.gateway.embedded;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.gateway.protocol.ManifestReader;
import io.tagtrail.gateway.protocol.ManifestShape;
import io.tagtrail.gateway.protocol.Outcome;
import io.tagtrail.gateway.protocol.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which manifests of a repository name which subject. Derived from the manifests alone; an entry
/// is written before its manifest and taken away after it, and counts only while the manifest is
/// there.
final class ReferrerStore {
  // Clients read an answer like a manifest, and many read no more than four megabytes.
  private static final int MAX_ANSWER_BYTES = 3 << 20;

  private final Layout layout;
  private final DurableFiles files;

  ReferrerStore(Layout layout, DurableFiles files) {
    this.layout = layout;
    this.files = files;
  }

  /// @param entries descriptors as the referrers API writes them, in the order of their digests
  /// @param next the digest to go on after; null where there are no more
  record Slice(List<Json> entries, @Nullable String next) {}

  void add(RepositoryName name, Descriptor manifest, ManifestShape shape) {
    var subject = shape.subject();
    if (subject != null) {
      files.write(
          layout.referrer(name, subject.digest(), manifest.digest()),
          entry(manifest, shape).canonicalBytes());
    }
  }

  private static Json.Obj entry(Descriptor manifest, ManifestShape shape) {
    var annotations = new TreeMap<String, Json>();
    shape.annotations().forEach((key, value) -> annotations.put(key, new Json.Str(value)));
    return new ObjectBuilder()
        .put("mediaType", manifest.mediaType())
        .putText("digest", manifest.digest())
        .put("size", Long.valueOf(manifest.size()))
        .put("artifactType", shape.effectiveArtifactType())
        .put("annotations", annotations.isEmpty() ? null : new Json.Obj(annotations))
        .build();
  }

  void remove(RepositoryName name, Digest manifest, byte[] bytes) {
    if (ManifestReader.read(bytes) instanceof Outcome.Done<ManifestShape>(ManifestShape shape)) {
      var subject = shape.subject();
      if (subject != null) {
        files.delete(layout.referrer(name, subject.digest(), manifest));
      }
    }
  }

  /// @param artifactType only these; null for all
  /// @param last only those after this digest; null for the first
  Slice list(
      RepositoryName name, Digest subject, @Nullable String artifactType, @Nullable String last) {
    var entries = new ArrayList<Json>();
    int bytes = 0;
    String previous = null;
    for (var digest : digests(name, subject)) {
      if ((last != null && digest.toString().compareTo(last) <= 0)
          || !Files.exists(layout.manifest(name, digest))) {
        continue;
      }
      var stored = DurableFiles.read(layout.referrer(name, subject, digest));
      if (stored.isEmpty()) {
        continue;
      }
      var view = JsonReader.object(stored.get());
      if (artifactType == null || artifactType.equals(view.text("artifactType"))) {
        bytes += stored.get().length;
        if (previous != null && bytes > MAX_ANSWER_BYTES) {
          return new Slice(entries, previous);
        }
        entries.add(JsonReader.read(stored.get()));
        previous = digest.toString();
      }
    }
    return new Slice(entries, null);
  }

  private List<Digest> digests(RepositoryName name, Digest subject) {
    try (var list = Files.list(layout.referrers(name, subject))) {
      return list.map(file -> Objects.toString(file.getFileName()).replaceFirst("-", ":"))
          .filter(Digest::isDigest)
          .map(Digest::parse)
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
