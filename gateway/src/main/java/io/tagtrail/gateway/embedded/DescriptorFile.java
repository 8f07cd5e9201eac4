package io.tagtrail.gateway.embedded;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import java.nio.file.Path;
import java.util.Optional;

/// A descriptor in a file: what a tag names, or that a manifest is in a repository.
final class DescriptorFile {
  private DescriptorFile() {}

  static byte[] encode(Descriptor descriptor) {
    return new ObjectBuilder()
        .put("mediaType", descriptor.mediaType())
        .putText("digest", descriptor.digest())
        .put("size", Long.valueOf(descriptor.size()))
        .build()
        .canonicalBytes();
  }

  /// @throws EmbeddedRegistryException if the file is there but is damaged
  static Optional<Descriptor> read(Path file) {
    return DurableFiles.read(file)
        .map(bytes -> {
          try {
            var view = JsonReader.object(bytes);
            return new Descriptor(
                view.needText("mediaType"),
                view.needParsed("digest", Digest::parse),
                view.needNumber("size"));
          } catch (JsonException | InvalidValueException e) {
            throw new EmbeddedRegistryException(
                ("the file %s is damaged; it is not used and not changed. Restore it, or push"
                        + " its content again")
                    .formatted(file),
                e);
          }
        });
  }
}
