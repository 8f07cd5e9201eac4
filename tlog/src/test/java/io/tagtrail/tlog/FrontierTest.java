package io.tagtrail.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrontierTest {
  // The vectors that implementations of Certificate Transparency share: eight short leaves and
  // their roots.
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");
  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void the_empty_tree_has_the_hash_of_nothing_as_its_root() {
    assertThat(Frontier.EMPTY.root().hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void the_known_vectors_of_certificate_transparency_hold() {
    var frontier = Frontier.EMPTY;
    for (int i = 0; i < LEAVES.size(); i++) {
      var leaf = java.util.HexFormat.of().parseHex(LEAVES.get(i));
      frontier = frontier.append(TreeHash.leaf(leaf));
      assertThat(frontier.root().hex()).as("root of %d leaves", i + 1).isEqualTo(ROOTS.get(i));
    }
  }

  @Test
  void every_size_to_600_has_the_root_that_the_rfc_defines() {
    var entries = Naive.entries(600);
    var frontier = Frontier.EMPTY;
    for (int size = 0; size <= 600; size++) {
      assertThat(frontier.root()).isEqualTo(Naive.mth(entries.subList(0, size)));
      assertThat(Frontier.decode(size, frontier.encode())).isEqualTo(frontier);
      if (size < 600) {
        frontier = frontier.append(TreeHash.leaf(entries.get(size)));
      }
    }
  }

  @Test
  void an_entry_cannot_pass_for_a_node() {
    var left = TreeHash.leaf(Naive.entry(0));
    var right = TreeHash.leaf(Naive.entry(1));
    var forged = new byte[2 * Hash.BYTES];
    left.copyTo(forged, 0);
    right.copyTo(forged, 1);
    assertThat(TreeHash.leaf(forged)).isNotEqualTo(TreeHash.node(left, right));
  }

  @Test
  void bytes_that_cannot_be_a_right_edge_are_refused() {
    assertThatThrownBy(() -> Frontier.decode(3, new byte[32]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2");
    assertThatThrownBy(() -> Frontier.decode(1, new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Frontier.decode(-1, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_hash_is_not_changed_by_who_holds_its_bytes() {
    var bytes = new byte[32];
    var hash = Hash.of(bytes);
    bytes[0] = 1;
    hash.bytes()[1] = 1;
    assertThat(hash).isEqualTo(Hash.of(new byte[32])).hasToString("00".repeat(32));
  }
}
