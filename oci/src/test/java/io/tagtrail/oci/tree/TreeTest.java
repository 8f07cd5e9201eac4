package io.tagtrail.oci.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.Setup;
import io.tagtrail.oci.api.MediaTypes;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeTest {
  private final Map<Digest, Manifest> there = new HashMap<>();

  private Tree tree(Bundle top) {
    add(top);
    return Tree.of(top.manifest(), child -> Optional.ofNullable(there.get(child.digest())));
  }

  private void add(Bundle bundle) {
    there.put(bundle.digest(), bundle.manifest());
    bundle.children().forEach(this::add);
  }

  private static Manifest manifest(String mediaType, String json) {
    return Manifest.of(mediaType, json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void parents_come_before_children_and_each_part_once() {
    var shared = Artifacts.image(1, 2, 10);
    var inner = Artifacts.index(List.of(shared, Artifacts.image(2, 2, 10)));
    var outer = Artifacts.index(List.of(inner, shared));
    var tree = tree(outer);
    assertThat(tree.manifests()).extracting(Manifest::digest).startsWith(outer.digest());
    assertThat(tree.manifests()).hasSize(4).doesNotHaveDuplicates();
    assertThat(tree.blobs()).hasSize(6);
    assertThat(tree.missing()).isEmpty();
  }

  @Test
  void an_index_that_nests_too_deep_is_refused() {
    var bundle = Artifacts.sample(1);
    for (int i = 0; i < Tree.MAX_DEPTH; i++) {
      bundle = Artifacts.index(List.of(bundle));
    }
    var top = bundle;
    assertThat(Setup.failure(() -> tree(top)).kind()).isEqualTo(Kind.REJECTED);
  }

  @Test
  void an_index_that_names_too_much_is_refused() {
    var entries = new StringBuilder();
    for (int i = 0; i <= Tree.MAX_PARTS; i++) {
      var digest = Digest.of(("x" + i).getBytes(StandardCharsets.UTF_8));
      entries
          .append(i == 0 ? "" : ",")
          .append(Artifacts.descriptor(new Descriptor(Artifacts.OCI_MANIFEST, digest, 10)));
    }
    var top = manifest(Artifacts.OCI_INDEX, "{\"manifests\":[" + entries + "]}");
    assertThat(Setup.failure(() -> Tree.of(top, child -> Optional.empty())).kind())
        .isEqualTo(Kind.REJECTED);
  }

  @Test
  void manifests_that_are_too_large_together_are_refused_unread() {
    var huge = new Descriptor(Artifacts.OCI_MANIFEST, Digest.of(new byte[1]), 65L << 20);
    var top =
        manifest(Artifacts.OCI_INDEX, "{\"manifests\":[%s]}".formatted(Artifacts.descriptor(huge)));
    var failure =
        Setup.failure(() ->
            Tree.of(
                top,
                child -> {
                  throw new AssertionError("it was read");
                }));
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
  }

  @Test
  void a_child_of_another_type_than_the_index_says_is_a_failure() {
    var child = Artifacts.sample(1);
    there.put(child.digest(), child.manifest());
    var wrong =
        new Descriptor(MediaTypes.DOCKER_MANIFEST, child.digest(), child.descriptor().size());
    var top =
        manifest(
            Artifacts.OCI_INDEX, "{\"manifests\":[%s]}".formatted(Artifacts.descriptor(wrong)));
    var failure =
        Setup.failure(() -> Tree.of(top, each -> Optional.ofNullable(there.get(each.digest()))));
    assertThat(failure.kind()).isEqualTo(Kind.LYING);
  }

  @Test
  void what_is_an_image_and_an_index_at_once_is_refused() {
    for (var type : List.of(Artifacts.OCI_MANIFEST, Artifacts.OCI_INDEX)) {
      var both = manifest(type, "{\"manifests\":[],\"layers\":[],\"config\":{}}");
      assertThat(Setup.failure(() -> Contents.of(both)).kind()).isEqualTo(Kind.LYING);
    }
  }

  @Test
  void layers_that_are_held_elsewhere_are_told_apart_by_type_and_not_by_urls() {
    var config = Artifacts.descriptor(new Descriptor("application/x", Digest.of(new byte[1]), 1));
    var foreign =
        Artifacts.descriptor(
            new Descriptor(
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                Digest.of(new byte[2]),
                2));
    var normal =
        Artifacts.descriptor(new Descriptor(Artifacts.IMAGE_LAYER, Digest.of(new byte[3]), 3))
            .replace("}", ",\"urls\":[\"http://169.254.169.254/\"]}");
    var contents =
        Contents.of(
            manifest(
                MediaTypes.DOCKER_MANIFEST,
                "{\"config\":%s,\"layers\":[%s,%s]}".formatted(config, foreign, normal)));
    assertThat(contents.elsewhere()).extracting(Descriptor::size).containsExactly(2L);
    assertThat(contents.blobs()).extracting(Descriptor::size).containsExactly(1L, 3L);
  }

  @Test
  void one_digest_with_two_sizes_is_a_failure() {
    var digest = Digest.of(new byte[1]);
    var one = Artifacts.descriptor(new Descriptor("application/x", digest, 1));
    var two = Artifacts.descriptor(new Descriptor("application/x", digest, 2));
    var top =
        manifest(Artifacts.OCI_MANIFEST, "{\"config\":%s,\"layers\":[%s]}".formatted(one, two));
    assertThat(Setup.failure(() -> Tree.of(top, child -> Optional.empty())).kind())
        .isEqualTo(Kind.LYING);
  }

  @Test
  void a_manifest_with_any_bytes_changed_is_read_or_refused_and_nothing_else() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("TreeTest manifests seed " + seed);
    var random = new Random(seed);
    var base =
        List.of(
            Artifacts.sample(1).manifest(),
            Artifacts.index(List.of(Artifacts.sample(1), Artifacts.sample(2))).manifest(),
            Artifacts.referrer(Artifacts.sample(1).descriptor(), "a/b", new byte[1]).manifest());
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      var from = base.get(random.nextInt(base.size()));
      var bytes = from.bytes().clone();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        Tree.of(Manifest.of(from.descriptor().mediaType(), bytes), child -> Optional.empty());
      } catch (RegistryException e) {
        assertThat(e.kind()).isIn(Kind.LYING, Kind.REJECTED);
        assertThat(e.getMessage()).hasSizeLessThan(2_000).doesNotContain("\u001b");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void references_are_parsed_to_one_name_or_refused() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("TreeTest references seed " + seed);
    var random = new Random(seed);
    var alphabet = "abcXYZ019.-_/:@%[]? \u0000é";
    int good = 0;
    for (int i = 0; i < 200_000; i++) {
      var text = new StringBuilder(random.nextBoolean() ? "reg.io/" : "");
      for (int n = random.nextInt(24); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        var reference = Reference.parse(text.toString());
        assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
        good++;
      } catch (InvalidValueException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(good).isPositive();
  }

  @Test
  void the_names_of_one_repository_are_one() {
    var names = new TreeMap<String, List<String>>();
    names.put(
        "docker.io/library/nginx",
        List.of("nginx", "library/nginx", "docker.io/nginx", "index.docker.io/library/nginx"));
    names.put("ghcr.io/acme/shop", List.of("GHCR.io/acme/shop", "ghcr.io:443/acme/shop"));
    names.forEach((name, others) ->
        assertThat(others.stream().map(Repository::parse).map(Repository::toString))
            .allMatch(name::equals));
    assertThat(IntStream.range(0, 3).mapToObj(i -> new Repository("a.io", "b/c")).distinct())
        .hasSize(1);
  }
}
