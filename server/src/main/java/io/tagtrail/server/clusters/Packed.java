package io.tagtrail.server.clusters;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A report as a note holds it: its JSON in gzip, because thousands of sources say nearly the same.
final class Packed {
  static final String TOPIC = "cluster";

  /// More than any report that is taken can have.
  private static final int MOST = 64 << 20;

  /// One that this server's own watcher wrote may hold more than one that an agent sends.
  private static final int MOST_VALUES = 600_000;

  private Packed() {}

  static byte[] of(ClusterReport report) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(report.toJson().canonicalBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return out.toByteArray();
  }

  /// @throws JsonException if it is no report that this version can read
  static ClusterReport read(byte[] packed) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      var bytes = gzip.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw new JsonException("the report is larger than any that is taken");
      }
      return ClusterReport.fromJson(JsonReader.object(bytes, MOST_VALUES));
    } catch (IOException e) {
      throw new JsonException("the report cannot be unpacked: " + e.getMessage(), e);
    }
  }
}
