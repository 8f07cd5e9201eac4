package io.tagtrail.testkit.registry;

import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One repository of [MemoryRegistry]. It takes a manifest only if all that the manifest names is
/// there, as the reference registry does, and keeps the bytes that it was given.
final class MemoryRepository {
  final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();
  final Map<Digest, Manifest> manifests = new ConcurrentHashMap<>();
  final Map<String, Digest> tags = new ConcurrentHashMap<>();

  @Nullable Manifest find(String reference) {
    var digest = Digest.isDigest(reference) ? Digest.parse(reference) : tags.get(reference);
    return digest == null ? null : manifests.get(digest);
  }

  void put(Reply reply, String reference, Manifest manifest, boolean referrersApi)
      throws IOException {
    var view = JsonReader.object(manifest.bytes());
    var missing = named(view).stream().filter(digest -> !has(digest)).toList();
    if (!missing.isEmpty()) {
      reply.error(404, "MANIFEST_BLOB_UNKNOWN");
      return;
    }
    if (Digest.isDigest(reference)) {
      if (!manifest.digest().toString().equals(reference)) {
        reply.error(400, "DIGEST_INVALID");
        return;
      }
    } else {
      tags.put(new Tag(reference).value(), manifest.digest());
    }
    manifests.put(manifest.digest(), manifest);
    var subject = view.object("subject");
    if (subject != null && referrersApi) {
      reply.header("OCI-Subject", subject.needText("digest"));
    }
    reply.header("Docker-Content-Digest", manifest.digest().toString()).send(201);
  }

  boolean delete(String reference) {
    if (!Digest.isDigest(reference)) {
      return tags.remove(reference) != null;
    }
    var digest = Digest.parse(reference);
    tags.values().removeIf(digest::equals);
    return manifests.remove(digest) != null;
  }

  void referrers(Reply reply, Digest subject) throws IOException {
    var entries = new ArrayList<String>();
    for (var manifest : manifests.values()) {
      var view = JsonReader.object(manifest.bytes());
      var of = view.object("subject");
      if (of != null && of.needText("digest").equals(subject.toString())) {
        var type = view.text("artifactType");
        var config = view.object("config");
        var shown = type != null ? type : config != null ? config.needText("mediaType") : "";
        var descriptor = Artifacts.descriptor(manifest.descriptor());
        entries.add(
            descriptor.substring(0, descriptor.length() - 1)
                + ",\"artifactType\":\"%s\"}".formatted(shown));
      }
    }
    var json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(Artifacts.OCI_INDEX, String.join(",", entries));
    reply.body(200, Artifacts.OCI_INDEX, json.getBytes(StandardCharsets.UTF_8));
  }

  private boolean has(Digest digest) {
    return blobs.containsKey(digest) || manifests.containsKey(digest);
  }

  private static List<Digest> named(ObjectView view) {
    var named = new ArrayList<Digest>();
    var config = view.object("config");
    if (config != null) {
      named.add(config.needParsed("digest", Digest::parse));
    }
    for (var list : List.of("layers", "manifests")) {
      named.addAll(
          view.objects(
              list,
              item -> {
                item.names().forEach(item::any);
                return item.needParsed("digest", Digest::parse);
              }));
    }
    return named;
  }
}
