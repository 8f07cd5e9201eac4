package io.tagtrail.oci.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.copy.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/// A folder in the form of an OCI layout, made by another tool: the first document is its index,
/// the others its blobs.
final class LayoutFuzz {
  @TempDir Path folder;

  @FuzzTest
  void a_layout_is_read_or_refused(byte[] bytes) throws IOException {
    var documents = Documents.of(bytes);
    var blobs = Files.createDirectories(folder.resolve("blobs").resolve("sha256"));
    try (var old = Files.list(blobs)) {
      for (var file : old.toList()) {
        Files.delete(file);
      }
    }
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.write(folder.resolve("index.json"), documents.first().bytes());
    for (var each : documents.all()) {
      Files.write(blobs.resolve(each.digest().hex()), each.bytes());
    }
    var last = documents.all().getLast();
    Stream.<Runnable>of(
            () -> layout().resolve(null, null),
            () -> layout().resolve(new Tag("prod"), null),
            () -> layout().resolve(null, last.digest()),
            () -> layout().manifest(last.descriptor()),
            () -> layout().referrers(last.digest()))
        .forEach(LayoutFuzz::read);
  }

  private OciLayout layout() {
    return new OciLayout(folder);
  }

  private static void read(Runnable reading) {
    try {
      reading.run();
    } catch (RegistryException e) {
      Documents.check(e);
    }
  }
}
