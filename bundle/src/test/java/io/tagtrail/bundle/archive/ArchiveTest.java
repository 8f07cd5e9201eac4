package io.tagtrail.bundle.archive;

import static io.tagtrail.bundle.Bundles.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.bundle.TarFile;
import io.tagtrail.bundle.bound.Budget;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.bound.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveTest {
  @Test
  void files_are_read_by_their_paths_with_or_without_gzip() {
    var tar = new TarFile().folder("./apps").file("./apps/web.yaml", "a: 1\n").file("b", "");
    var plain = tar.plain();
    for (var layer : new byte[][] {plain, TarFile.gzip(plain)}) {
      var files = Archive.files(layer, new Budget(Limits.USUAL));
      assertThat(files.keySet()).containsExactly("apps/web.yaml", "b");
      assertThat(files.get("apps/web.yaml")).asString(StandardCharsets.UTF_8).isEqualTo("a: 1\n");
    }
  }

  @Test
  void a_long_path_is_read_and_a_longer_one_than_may_be_is_refused() {
    var path = "a/".repeat(200) + "x.yaml";
    assertThat(Archive.files(new TarFile().file(path, "").gzip(), new Budget(Limits.USUAL)))
        .containsOnlyKeys(path);
    assertThat(refused(new TarFile().file("a/".repeat(600) + "x", "").gzip())).contains("path");
  }

  @Test
  void a_zip_bomb_ends_long_before_it_is_unpacked() {
    var bomb = new TarFile().file("bomb.yaml", new byte[30 << 20]).gzip();
    assertThat(bomb.length).isLessThan(100 << 10);
    assertThat(refused(bomb)).contains("zip bomb");
  }

  @Test
  void a_bomb_in_the_header_of_a_path_ends_too() {
    // An extended header is read whole by the library, before any entry is seen.
    assertThat(refused(new TarFile().pathHeader("a".repeat(30 << 20)).gzip()))
        .contains("headers that are longer");
  }

  @Test
  void more_than_it_may_unpack_to_is_refused_at_any_ratio() {
    var limits = new Limits(1 << 20, 4_096, 1_000, 10, 100, 100, 10, 10, 100, 1 << 20);
    var layer = new TarFile().file("a", new byte[5_000]).plain();
    assertThatThrownBy(() -> Archive.files(layer, new Budget(limits)))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("unpacks to more");
  }

  @Test
  void more_entries_than_it_may_have_are_refused() {
    var limits = new Limits(1 << 20, 1 << 20, 1_000, 2, 100, 100, 10, 10, 100, 1 << 20);
    var layer = new TarFile().file("a", "").file("b", "").file("c", "").plain();
    assertThatThrownBy(() -> Archive.files(layer, new Budget(limits)))
        .hasMessageContaining("2 entries");
  }

  @Test
  void a_header_longer_than_any_name_is_refused_before_the_library_gathers_it() {
    var long1 = new TarFile().file("noise", TarFile.noise(200_000)).pathHeader("a".repeat(1 << 20));
    assertThat(refused(long1.gzip())).contains("headers that are longer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/etc/passwd", "a\\b", "a/\u202Eb", "a\nb"})
  void a_path_that_leads_out_or_hides_something_is_refused(String path) {
    assertThat(refused(new TarFile().file(path, "x").gzip())).contains("path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "../.."})
  void a_symbolic_link_out_of_the_tree_is_refused(String target) {
    assertThat(refused(new TarFile().link("apps/link", target).gzip()))
        .contains("link that leads out");
  }

  @Test
  void a_hard_link_out_of_the_tree_is_refused() {
    assertThat(refused(new TarFile().hardLink("apps/link", "../shadow").gzip()))
        .contains("link that leads out");
  }

  @Test
  void a_link_that_stays_in_the_tree_is_left_out() {
    var files =
        Archive.files(
            new TarFile()
                .file("base/web.yaml", "a: 1")
                .link("apps/web.yaml", "../base/web.yaml")
                .hardLink("copy.yaml", "base/web.yaml")
                .gzip(),
            new Budget(Limits.USUAL));
    assertThat(files).containsOnlyKeys("base/web.yaml");
  }

  @Test
  void a_device_is_refused() {
    assertThat(refused(new TarFile().device("null").gzip())).contains("device");
  }

  @Test
  void the_same_path_twice_is_refused_however_it_is_written() {
    assertThat(refused(new TarFile().file("a/b", "1").file("./a//b", "2").gzip()))
        .contains("same path twice");
  }

  @Test
  void what_is_cut_or_no_archive_is_refused() {
    var whole = new TarFile().file("a", new byte[2_000]).plain();
    assertThat(refused(Arrays.copyOf(whole, 1_500))).isNotEmpty();
    assertThat(refused(Arrays.copyOf(TarFile.gzip(whole), 20))).isNotEmpty();
    assertThat(refused(new byte[0])).isNotEmpty();
    assertThat(refused("apiVersion: v1".getBytes(StandardCharsets.UTF_8))).isNotEmpty();
  }
}
