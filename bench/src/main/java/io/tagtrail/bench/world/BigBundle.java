package io.tagtrail.bench.world;

import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Blob;
import io.tagtrail.testkit.registry.Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// A bundle of Flux's media types whose layers are random bytes in gzip's stored blocks: what no
/// client can make smaller, and what none takes for not compressed yet (skopeo would compress it).
public final class BigBundle {
  private BigBundle() {}

  public static Bundle of(long seed, int layers, int bytes) throws IOException {
    var random = new Random(seed);
    var blobs = new ArrayList<Blob>();
    for (int i = 0; i < layers; i++) {
      var content = new byte[bytes];
      random.nextBytes(content);
      blobs.add(new Blob(Artifacts.FLUX_CONTENT, stored(content)));
    }
    var config =
        new Blob(
            Artifacts.FLUX_CONFIG,
            "{\"architecture\":\"\",\"os\":\"\",\"rootfs\":{\"type\":\"layers\"},\"config\":{}}"
                .getBytes(StandardCharsets.UTF_8));
    return Artifacts.image(config, blobs, "", new TreeMap<>());
  }

  private static byte[] stored(byte[] content) throws IOException {
    var out = new ByteArrayOutputStream(content.length + (content.length >> 8) + 64);
    try (var zip = new Stored(out)) {
      zip.write(content);
    }
    return out.toByteArray();
  }

  private static final class Stored extends GZIPOutputStream {
    Stored(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.NO_COMPRESSION);
    }
  }
}
