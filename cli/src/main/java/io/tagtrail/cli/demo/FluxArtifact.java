package io.tagtrail.cli.demo;

import io.tagtrail.core.event.Codec;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// A bundle as `flux push artifact` makes it: Flux's media types, one layer of tar+gzip, OCI's
/// annotations for source, revision and creation time. Written as an OCI image layout folder, from
/// which it is pushed.
final class FluxArtifact {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String CONFIG = "application/vnd.cncf.flux.config.v1+json";
  private static final String LAYER = "application/vnd.cncf.flux.content.v1.tar+gzip";

  /// A block of the tar format (POSIX.1-1988 ustar): headers take one, content is padded to them.
  private static final int BLOCK = 512;

  private FluxArtifact() {}

  /// Writes the layout and returns the manifest's digest.
  static Digest write(
      Path folder, String fileName, String yaml, String source, String revision, Instant created)
      throws IOException {
    var layer = blob(folder, LAYER, gzip(tar(fileName, yaml.getBytes(StandardCharsets.UTF_8))));
    var config = blob(folder, CONFIG, "{}".getBytes(StandardCharsets.UTF_8));
    var manifest =
        new ObjectBuilder()
            .put("schemaVersion", 2L)
            .put("mediaType", MANIFEST)
            .put("config", Codec.descriptor(config))
            .putList("layers", List.of(layer), Codec::descriptor)
            .put(
                "annotations",
                new ObjectBuilder()
                    .put("org.opencontainers.image.source", source)
                    .put("org.opencontainers.image.revision", revision)
                    .put("org.opencontainers.image.created", Times.format(created))
                    .build())
            .build();
    var top = blob(folder, MANIFEST, manifest.canonicalBytes());
    Json index =
        new ObjectBuilder()
            .put("schemaVersion", 2L)
            .put("mediaType", INDEX)
            .putList("manifests", List.of(top), Codec::descriptor)
            .build();
    Files.write(folder.resolve("index.json"), index.canonicalBytes());
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return top.digest();
  }

  private static Descriptor blob(Path folder, String mediaType, byte[] bytes) throws IOException {
    var digest = Digest.of(bytes);
    var blobs = Files.createDirectories(folder.resolve("blobs").resolve(digest.algorithm()));
    Files.write(blobs.resolve(digest.hex()), bytes);
    return new Descriptor(mediaType, digest, bytes.length);
  }

  private static byte[] tar(String name, byte[] content) {
    var header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(content.length));
    put(header, 136, "%011o\0".formatted(0));
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    var out = new ByteArrayOutputStream();
    out.writeBytes(header);
    out.writeBytes(content);
    out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK + 2 * BLOCK]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }
}
