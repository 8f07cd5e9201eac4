package io.tagtrail.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProofsTest {
  private static final int SIZE = 600;
  private static final List<byte[]> ENTRIES = Naive.entries(SIZE);
  private static final StoredTree TREE = StoredTree.of(SIZE);

  @Test
  void inclusion_proofs_are_those_of_the_rfc_and_verify() {
    for (int size = 1; size <= SIZE; size += size < 40 ? 1 : 37) {
      var root = Naive.mth(ENTRIES.subList(0, size));
      for (int index = 0; index < size; index += size < 40 ? 1 : 7) {
        var proof = Proofs.inclusion(index, size, TREE.reader());
        assertThat(proof).isEqualTo(Naive.path(index, ENTRIES.subList(0, size)));
        assertThat(Verify.inclusion(TREE.leaves.get(index), index, size, proof, root)).isTrue();
      }
    }
  }

  @Test
  void consistency_proofs_are_those_of_the_rfc_and_verify() {
    for (int to = 1; to <= SIZE; to += to < 40 ? 1 : 41) {
      for (int from = 1; from <= to; from += to < 40 ? 1 : 11) {
        var proof = Proofs.consistency(from, to, TREE.reader());
        assertThat(proof).isEqualTo(Naive.proof(from, ENTRIES.subList(0, to)));
        assertThat(verifies(from, to, proof)).isTrue();
      }
    }
  }

  @Test
  void every_size_has_its_root_by_stored_hashes_alone() {
    for (int size = 0; size <= SIZE; size++) {
      assertThat(Proofs.root(size, TREE.reader())).isEqualTo(Naive.mth(ENTRIES.subList(0, size)));
    }
  }

  @Test
  void random_trees_beyond_two_levels_of_tiles_prove_what_they_hold() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("ProofsTest seed " + seed);
    var random = new Random(seed);
    var frontiers = new ArrayList<Frontier>();
    var tree = new StoredTree();
    for (int i = 0; i < 70_000; i++) {
      frontiers.add(tree.frontier);
      tree.append(TreeHash.leaf(Naive.entry(i)));
    }
    frontiers.add(tree.frontier);
    var reader = tree.reader();
    for (int round = 0; round < 400; round++) {
      int size = 1 + random.nextInt(70_000);
      int index = random.nextInt(size);
      int from = 1 + random.nextInt(size);
      var root = frontiers.get(size).root();
      var in = Proofs.inclusion(index, size, reader);
      assertThat(Verify.inclusion(tree.leaves.get(index), index, size, in, root))
          .as("seed %d: leaf %d of %d", seed, index, size)
          .isTrue();
      var on = Proofs.consistency(from, size, reader);
      assertThat(Verify.consistency(from, size, on, frontiers.get(from).root(), root))
          .as("seed %d: from %d to %d", seed, from, size)
          .isTrue();
    }
  }

  @Test
  void a_proof_of_anything_else_is_false() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("ProofsTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      int size = 2 + random.nextInt(SIZE - 2);
      int index = random.nextInt(size);
      var root = root(size);
      var leaf = TREE.leaves.get(index);
      var proof = Proofs.inclusion(index, size, TREE.reader());
      var as = "seed %d: leaf %d of %d".formatted(seed, index, size);
      var place = random.nextInt(proof.size());
      assertThat(Verify.inclusion(leaf, index, size, altered(proof, place), root)).as(as).isFalse();
      assertThat(Verify.inclusion(TreeHash.EMPTY, index, size, proof, root)).as(as).isFalse();
      assertThat(Verify.inclusion(leaf, (index + 1) % size, size, proof, root)).as(as).isFalse();
      assertThat(Verify.inclusion(leaf, index, size, longer(proof), root)).as(as).isFalse();
      assertThat(Verify.inclusion(leaf, index, size, proof.subList(1, proof.size()), root))
          .as(as)
          .isFalse();
      assertThat(Verify.inclusion(leaf, index, size, proof, TreeHash.EMPTY)).as(as).isFalse();
      int from = 1 + random.nextInt(size - 1);
      var way = Proofs.consistency(from, size, TREE.reader());
      var on = "seed %d: from %d to %d".formatted(seed, from, size);
      assertThat(verifies(from, size, altered(way, random.nextInt(way.size())))).as(on).isFalse();
      assertThat(verifies(from, size, longer(way))).as(on).isFalse();
      assertThat(verifies(from, size, way.subList(0, way.size() - 1))).as(on).isFalse();
      assertThat(Verify.consistency(from, size, way, TreeHash.EMPTY, root)).as(on).isFalse();
      assertThat(Verify.consistency(from, size, way, root(from), TreeHash.EMPTY)).as(on).isFalse();
    }
  }

  @Test
  void nonsense_from_outside_is_false_and_no_error() {
    var hash = TreeHash.EMPTY;
    assertThat(Verify.inclusion(hash, 0, 0, List.of(), hash)).isFalse();
    assertThat(Verify.inclusion(hash, -1, 5, List.of(), hash)).isFalse();
    assertThat(Verify.inclusion(hash, 5, 5, List.of(), hash)).isFalse();
    assertThat(Verify.inclusion(hash, 0, Long.MAX_VALUE, List.of(hash), hash)).isFalse();
    assertThat(Verify.consistency(3, 2, List.of(), hash, hash)).isFalse();
    assertThat(Verify.consistency(-1, 2, List.of(), hash, hash)).isFalse();
    assertThat(Verify.consistency(3, 5, List.of(), hash, hash)).isFalse();
    assertThat(Verify.consistency(2, 2, List.of(hash), hash, hash)).isFalse();
    assertThat(Verify.consistency(0, 2, List.of(hash), hash, hash)).isFalse();
    assertThat(Verify.consistency(1, Long.MAX_VALUE, List.of(hash), hash, hash)).isFalse();
  }

  @Test
  void equal_trees_and_the_empty_tree_need_no_proof() {
    assertThat(Proofs.consistency(5, 5, TREE.reader())).isEmpty();
    assertThat(Proofs.consistency(0, 5, TREE.reader())).isEmpty();
    assertThat(verifies(5, 5, List.of())).isTrue();
    assertThat(verifies(0, 5, List.of())).isTrue();
    assertThat(Verify.consistency(0, 5, List.of(), root(1), root(5))).isFalse();
  }

  @Test
  void what_is_not_in_the_tree_has_no_proof() {
    assertThatThrownBy(() -> Proofs.inclusion(5, 5, TREE.reader()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Proofs.consistency(6, 5, TREE.reader()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Proofs.inclusion(0, SIZE + 1, TREE.reader()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("" + SIZE);
  }

  private static Hash root(int size) {
    return Naive.mth(ENTRIES.subList(0, size));
  }

  private static boolean verifies(int from, int to, List<Hash> proof) {
    return Verify.consistency(from, to, proof, root(from), root(to));
  }

  private static List<Hash> altered(List<Hash> proof, int place) {
    var out = new ArrayList<>(proof);
    var bytes = out.get(place).bytes();
    bytes[31] ^= 1;
    out.set(place, Hash.of(bytes));
    return out;
  }

  private static List<Hash> longer(List<Hash> proof) {
    var out = new ArrayList<>(proof);
    out.add(TreeHash.EMPTY);
    return out;
  }
}
