package io.tagtrail.testkit.registry;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.registry.Manifest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Makes bundles. The same arguments give the same bytes, and so the same digest, on every run.
public final class Artifacts {
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String FLUX_CONFIG = "application/vnd.cncf.flux.config.v1+json";
  public static final String FLUX_CONTENT = "application/vnd.cncf.flux.content.v1.tar+gzip";
  public static final String IMAGE_CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String IMAGE_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  public static final String EMPTY = "application/vnd.oci.empty.v1+json";
  private static final Instant EPOCH = Instant.parse("2026-01-31T12:00:00Z");

  private Artifacts() {}

  /// A bundle as `flux push artifact` makes it.
  ///
  /// @param files the YAML files, by their names in the archive
  /// @param revision as Flux has it, `main@sha1:<40 hexadecimal digits>`
  public static Bundle flux(
      Map<String, String> files, String source, String revision, Instant created) {
    return flux(
        files,
        new TreeMap<>(
            Map.of(
                "org.opencontainers.image.created", created.toString(),
                "org.opencontainers.image.revision", revision,
                "org.opencontainers.image.source", source)));
  }

  /// A bundle of Flux's media types with these annotations and no others.
  public static Bundle flux(Map<String, String> files, SortedMap<String, String> annotations) {
    var tar = Tar.of(new TreeMap<>(files));
    var layer = new Blob(FLUX_CONTENT, Tar.gzip(tar));
    var config =
        new Blob(
            FLUX_CONFIG,
            bytes(
                """
                {"architecture":"","created":"0001-01-01T00:00:00Z",\
                "history":[{"created":"0001-01-01T00:00:00Z"}],"os":"",\
                "rootfs":{"type":"layers","diff_ids":["%s"]},"config":{}}\
                """
                    .formatted(Digest.of(tar))));
    return image(config, List.of(layer), "", annotations);
  }

  /// The n-th of as many different bundles as a test needs: one deployment whose image tag is n.
  public static Bundle sample(int n) {
    var yaml =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: shop
        spec:
          template:
            spec:
              containers:
                - name: shop
                  image: registry.example.com/acme/shop:%d
        """
            .formatted(n);
    return flux(
        Map.of("deployment.yaml", yaml),
        "https://git.example.com/acme/shop",
        "main@sha1:%040x".formatted(n),
        EPOCH.plusSeconds(n));
  }

  /// An image with random layers.
  public static Bundle image(long seed, int layers, int layerBytes) {
    var random = new Random(seed);
    var blobs = new ArrayList<Blob>();
    for (int i = 0; i < layers; i++) {
      var content = new byte[layerBytes];
      random.nextBytes(content);
      blobs.add(new Blob(IMAGE_LAYER, content));
    }
    var config =
        new Blob(
            IMAGE_CONFIG,
            bytes("{\"architecture\":\"amd64\",\"os\":\"linux\",\"seed\":" + seed + "}"));
    return image(config, blobs, "", new TreeMap<>());
  }

  /// An index of these bundles.
  public static Bundle index(List<Bundle> children) {
    var entries =
        children.stream()
            .map(child -> descriptor(child.descriptor()))
            .collect(Collectors.joining(","));
    var json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(OCI_INDEX, entries);
    return new Bundle(Manifest.of(OCI_INDEX, bytes(json)), List.of(), children);
  }

  /// Something attached to a manifest: one layer of this artifact type.
  public static Bundle referrer(Descriptor subject, String artifactType, byte[] content) {
    return image(
        new Blob(EMPTY, bytes("{}")),
        List.of(new Blob(artifactType, content)),
        ",\"artifactType\":%s,\"subject\":%s".formatted(quoted(artifactType), descriptor(subject)),
        new TreeMap<>());
  }

  /// Any manifest with these blobs.
  ///
  /// @param more further members, with a comma in front; empty for none
  public static Bundle image(
      Blob config, List<Blob> layers, String more, SortedMap<String, String> annotations) {
    var json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s%s}"
            .formatted(
                OCI_MANIFEST,
                descriptor(config.descriptor()),
                layers.stream()
                    .map(layer -> descriptor(layer.descriptor()))
                    .collect(Collectors.joining(",")),
                more,
                annotations(annotations));
    var blobs = new ArrayList<Blob>();
    blobs.add(config);
    blobs.addAll(layers);
    return new Bundle(Manifest.of(OCI_MANIFEST, bytes(json)), blobs, List.of());
  }

  /// The JSON of a descriptor, in the order in which Flux's library writes it.
  public static String descriptor(Descriptor descriptor) {
    return "{\"mediaType\":%s,\"size\":%d,\"digest\":\"%s\"}"
        .formatted(quoted(descriptor.mediaType()), descriptor.size(), descriptor.digest());
  }

  private static String annotations(SortedMap<String, String> annotations) {
    return annotations.isEmpty()
        ? ""
        : annotations.entrySet().stream()
            .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
            .collect(Collectors.joining(",", ",\"annotations\":{", "}"));
  }

  private static String quoted(String text) {
    return new Json.Str(text).canonical();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
