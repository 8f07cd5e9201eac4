package io.tagtrail.oci.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.api.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Several documents out of one input, which name one another: a line `---` stands between them,
/// and `<1>` in one stands for the descriptor of the document with that number. A fuzzer could
/// never guess a digest.
record Documents(List<Manifest> all) {
  private static final int MOST = 6;
  private static final int MAX_LENGTH = 2_000;

  static Documents of(byte[] bytes) {
    var texts = new String(bytes, StandardCharsets.ISO_8859_1).split("\n---\n", MOST);
    var all = new ArrayList<Manifest>();
    // From the end: a document can name only those behind it, as with real digests.
    for (int i = texts.length - 1; i >= 0; i--) {
      var text = texts[i];
      for (int j = i + 1; j < texts.length; j++) {
        text = text.replace("<" + j + ">", json(all.get(j - i - 1).descriptor()));
      }
      var type = text.contains("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
      all.addFirst(Manifest.of(type, text.getBytes(StandardCharsets.ISO_8859_1)));
    }
    return new Documents(List.copyOf(all));
  }

  Manifest first() {
    return all.getFirst();
  }

  static void check(RegistryException error) {
    var message = String.valueOf(error.getMessage());
    assertThat(message).isNotBlank().hasSizeLessThan(MAX_LENGTH);
    assertThat(Text.printable(message)).isEqualTo(message);
  }

  private static String json(Descriptor descriptor) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
  }
}
