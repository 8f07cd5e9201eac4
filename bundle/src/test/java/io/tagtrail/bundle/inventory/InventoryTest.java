package io.tagtrail.bundle.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.bundle.Bundles;
import io.tagtrail.bundle.TarFile;
import io.tagtrail.bundle.inventory.ImageEntry.State;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InventoryTest {
  private static final Digest BUNDLE = Digest.of(new byte[] {1});

  @Test
  void it_is_read_back_as_it_was_written() {
    var contents =
        Bundles.flux(
            new TarFile()
                .file("web.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n")
                .file("bad.yaml", "a: ["));
    var image =
        new ImageEntry(
            "r.io/web:1",
            State.PRESENT,
            Digest.of(new byte[] {2}),
            null,
            List.of("Pod a"),
            1,
            true);
    var inventory = Inventory.of(BUNDLE, contents, List.of(image));
    var document = inventory.document();
    assertThat(document.mediaType()).isEqualTo(Inventory.MEDIA_TYPE);
    assertThat(Inventory.read(document.bytes())).isEqualTo(inventory);
    assertThat(inventory.document().digest()).isEqualTo(document.digest());
  }

  @Test
  void a_secret_leaves_nothing_that_its_values_could_be_guessed_by() {
    var contents =
        Bundles.flux(
            new TarFile()
                .file(
                    "secret.yaml",
                    "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: hunter2}"));
    var inventory = Inventory.of(BUNDLE, contents, List.of());
    assertThat(inventory.files().getFirst().digest()).isNull();
    assertThat(inventory.objects().getFirst().digest()).isNull();
    assertThat(new String(inventory.document().bytes(), StandardCharsets.UTF_8))
        .doesNotContain("hunter2");
  }

  @Test
  void no_file_that_is_hidden_has_a_digest() {
    var contents =
        Bundles.flux(
            new TarFile()
                .file("kustomization.yaml", "secretGenerator: [{name: a, files: [p=in/x.txt]}]")
                .file("in/x.txt", "hunter2")
                .file("bad/kustomization.yaml", "secretGenerator: [{files: [x.txt")
                .file("bad/x.txt", "hunter2")
                .file(".env", "P=hunter2")
                .file("key.pem", "hunter2")
                .file("patch.yaml", "[{op: add, path: /data/p, value: hunter2}]")
                .file("secret.txt", "kind: Secret\nstringData: {p: hunter2}")
                .file(
                    "nested.yaml",
                    "apiVersion: x.io/v1\nkind: O\nmetadata: {name: o}\n"
                        + "spec: {of: {kind: Secret, data: {p: hunter2}}}")
                .file("readme.md", "nothing")
                .file("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}"));
    var inventory = Inventory.of(BUNDLE, contents, List.of());
    assertThat(inventory.files())
        .filteredOn(file -> file.digest() != null)
        .extracting(FileEntry::path)
        .containsExactly("pod.yaml", "readme.md");
    assertThat(inventory.objects())
        .filteredOn(object -> object.digest() != null)
        .extracting(object -> object.id().toString())
        .containsExactly("Pod p");
  }

  @Test
  void what_there_is_no_room_for_is_counted() {
    var tar = new TarFile();
    for (int i = 0; i < 9_000; i++) {
      tar.file(
          "%s/%05d.yaml".formatted("folder".repeat(10), i),
          "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m%05d}\n".formatted(i));
    }
    var inventory = Inventory.of(BUNDLE, Bundles.flux(tar), List.of());
    var document = inventory.document();
    assertThat(document.bytes().length)
        .isLessThanOrEqualTo(Inventory.MAX_BYTES)
        .isGreaterThan(Inventory.MAX_BYTES - 10_000);
    var read = Inventory.read(document.bytes());
    assertThat(read.leftOut().objects() + read.objects().size()).isEqualTo(9_000);
    assertThat(read.leftOut().files() + read.files().size()).isEqualTo(9_000);
    assertThat(read.leftOut().files()).isPositive();
    // Written again, it says the same.
    assertThat(read.document().bytes()).isEqualTo(document.bytes());
  }

  @Test
  void what_is_no_inventory_is_refused() {
    for (var text :
        List.of("{}", "{\"v\":2}", "[]", "{\"v\":1,\"bundle\":\"x\",\"kind\":\"flux\"}")) {
      assertThatThrownBy(() -> Inventory.read(text.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(JsonException.class);
    }
  }
}
