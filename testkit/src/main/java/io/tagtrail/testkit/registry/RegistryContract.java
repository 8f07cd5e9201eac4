package io.tagtrail.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.promotion.Marker;
import io.tagtrail.core.registry.CopyReport;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Registry] keeps, against whatever stands behind it. The content is pushed by a
/// [Pusher], not by what is tested.
public abstract class RegistryContract {
  private static final Tag PROD = new Tag("prod");
  private static final String RECORD = "application/vnd.tagtrail.test.v1+json";

  protected abstract Registry registry();

  /// Pushes to where [#registry] reads.
  protected abstract Pusher pusher();

  /// A repository that nothing was ever pushed to.
  protected abstract Repository freshRepository();

  /// Whether a blob of one repository is there in every other one, as zot has it: then nothing is
  /// mounted.
  protected boolean showsBlobsEverywhere() {
    return false;
  }

  @Test
  void a_tag_resolves_to_digest_type_and_size() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(repository, PROD, bundle);
    assertThat(registry().head(tag(repository))).contains(bundle.descriptor());
    assertThat(registry().head(Reference.of(repository, bundle.digest())))
        .contains(bundle.descriptor());
  }

  @Test
  void what_is_not_there_is_empty() {
    var repository = freshRepository();
    var digest = Digest.of(new byte[] {1});
    assertThat(registry().head(tag(repository))).isEmpty();
    assertThat(registry().fetch(tag(repository))).isEmpty();
    assertThat(registry().tags(repository)).isEmpty();
    assertThat(registry().referrers(repository, digest, RECORD)).isEmpty();
    assertThat(registry().referrer(repository, digest)).isEmpty();
    pusher().push(repository, new Tag("dev"), Artifacts.sample(1));
    assertThat(registry().head(tag(repository))).isEmpty();
    assertThat(registry().fetch(Reference.of(repository, digest))).isEmpty();
  }

  @Test
  void a_manifest_is_fetched_byte_by_byte() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1).oddlySpaced();
    pusher().push(repository, PROD, bundle);
    assertThat(registry().fetch(tag(repository)))
        .hasValueSatisfying(found -> same(found, bundle.manifest()));
    assertThat(registry().fetch(Reference.of(repository, bundle.digest())))
        .hasValueSatisfying(found -> same(found, bundle.manifest()));
  }

  @Test
  void a_tag_moves_and_the_bytes_stay_what_they_are() {
    var repository = freshRepository();
    var first = Artifacts.sample(1);
    var second = Artifacts.sample(2).oddlySpaced();
    pusher().push(repository, PROD, first);
    pusher().push(repository, second);
    registry().put(repository.at(PROD), second.manifest());
    assertThat(registry().head(tag(repository))).contains(second.descriptor());
    assertThat(pusher().get(repository, "prod"))
        .hasValueSatisfying(found -> same(found, second.manifest()));
  }

  @Test
  void an_index_is_put_and_fetched_as_it_is() {
    var repository = freshRepository();
    var index = indexOf(3).oddlySpaced();
    pusher().push(repository, index);
    registry().put(repository.at(PROD), index.manifest());
    assertThat(registry().fetch(tag(repository)))
        .hasValueSatisfying(found -> same(found, index.manifest()));
  }

  @Test
  void the_marker_of_a_ledger_is_one_write_that_refers_to_nothing() {
    var repository = freshRepository();
    var marker = Marker.of("ledger.example/acme");
    var at = repository.at(PROD).marker();
    registry().put(at, marker);
    registry().put(at, marker);
    assertThat(registry().head(at.reference())).contains(marker.descriptor());
    assertThat(registry().fetch(at.reference())).hasValueSatisfying(found -> same(found, marker));
    var other = Marker.of("rival.example/ledger");
    registry().put(at, other);
    assertThat(registry().head(at.reference())).contains(other.descriptor());
    assertThat(registry().head(tag(repository))).isEmpty();
  }

  @Test
  void a_manifest_whose_parts_are_missing_is_refused_and_moves_nothing() {
    var repository = freshRepository();
    pusher().push(repository, PROD, Artifacts.sample(1));
    var stranger = Artifacts.image(7, 1, 100);
    assertThatThrownBy(() -> registry().put(repository.at(PROD), stranger.manifest()))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.applied()).isEqualTo(Applied.NO);
              assertThat(e.status()).isBetween(400, 499);
            });
    assertThat(registry().head(tag(repository))).contains(Artifacts.sample(1).descriptor());
  }

  @Test
  void a_whole_bundle_is_seen_whole() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(repository, bundle);
    var bytes =
        bundle.descriptor().size()
            + bundle.blobs().stream().mapToLong(blob -> blob.bytes().length).sum();
    assertThat(inspect(repository, bundle.descriptor()))
        .isEqualTo(new Presence.Whole(bundle.parts(), bytes));
  }

  @Test
  void an_index_is_seen_whole_with_its_children() {
    var repository = freshRepository();
    var index = indexOf(4);
    pusher().push(repository, index);
    assertThat(inspect(repository, index.descriptor()))
        .isInstanceOfSatisfying(
            Presence.Whole.class, whole -> assertThat(whole.parts()).isEqualTo(index.parts()));
  }

  @Test
  void a_bundle_that_was_never_there_is_broken() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    assertThat(inspect(repository, bundle.descriptor()))
        .isInstanceOfSatisfying(
            Presence.Broken.class,
            broken -> assertThat(broken.missing()).containsExactly(bundle.digest()));
  }

  @Test
  void a_lost_layer_under_an_index_is_found() {
    var repository = freshRepository();
    var index = indexOf(3);
    pusher().push(repository, index);
    var lost = index.children().get(1).blobs().get(1).digest();
    assumeTrue(pusher().removeBlob(repository, lost), "this registry deletes no blobs");
    assertThat(inspect(repository, index.descriptor()))
        .isInstanceOfSatisfying(
            Presence.Broken.class, broken -> assertThat(broken.missing()).containsExactly(lost));
  }

  @Test
  void a_bundle_of_another_size_than_expected_is_broken() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(repository, bundle);
    var real = bundle.descriptor();
    var wrong = new Descriptor(real.mediaType(), real.digest(), real.size() + 1);
    assertThat(inspect(repository, wrong)).isInstanceOf(Presence.Broken.class);
  }

  @Test
  void a_bundle_is_copied_whole_and_byte_by_byte() {
    var from = freshRepository();
    var to = freshRepository();
    var index = indexOf(3).oddlySpaced();
    pusher().push(from, PROD, index);
    var report = copy(from, index, to);
    assertThat(pusher().get(to, index.digest().toString()))
        .hasValueSatisfying(found -> same(found, index.manifest()));
    assertThat(inspect(to, index.descriptor())).isInstanceOf(Presence.Whole.class);
    assertThat(report.manifests()).isEqualTo(4);
    assertThat(registry().head(tag(to))).as("a copy moves no tag").isEmpty();
  }

  @Test
  void within_one_registry_blobs_are_mounted() {
    var from = freshRepository();
    var to = freshRepository();
    var bundle = Artifacts.image(1, 3, 2_000);
    pusher().push(from, PROD, bundle);
    var report = copy(from, bundle, to);
    assertThat(showsBlobsEverywhere() ? report.present() : report.mounted()).isEqualTo(4);
    assertThat(report.blobs()).isZero();
  }

  @Test
  void what_is_there_already_is_not_copied_again() {
    var from = freshRepository();
    var to = freshRepository();
    var bundle = Artifacts.image(2, 3, 2_000);
    pusher().push(from, bundle);
    bundle.blobs().stream().limit(2).forEach(blob -> pusher().blob(to, blob.bytes()));
    assertThat(copy(from, bundle, to))
        .satisfies(report -> assertThat(report.present()).isEqualTo(showsBlobsEverywhere() ? 4 : 2))
        .satisfies(report ->
            assertThat(report.mounted() + report.blobs())
                .isEqualTo(showsBlobsEverywhere() ? 0 : 2));
    assertThat(copy(from, bundle, to))
        .satisfies(report -> assertThat(report.manifests()).isZero())
        .satisfies(report -> assertThat(report.bytes()).isZero());
  }

  @Test
  void a_copy_within_a_repository_does_nothing() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(repository, bundle);
    assertThat(copy(repository, bundle, repository)).isEqualTo(CopyReport.NOTHING);
  }

  @Test
  void what_is_attached_is_copied_with_its_own_attachments() {
    var from = freshRepository();
    var to = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(from, bundle);
    var sbom = registry().attach(from, bundle.descriptor(), record("an SBOM"));
    var sbomDescriptor = registry().head(Reference.of(from, sbom)).orElseThrow();
    var signature = registry().attach(from, sbomDescriptor, record("its signature"));
    assertThat(copy(from, bundle, to).referrers()).isEqualTo(2);
    assertThat(registry().referrers(to, bundle.digest(), RECORD))
        .extracting(Descriptor::digest)
        .containsExactly(sbom);
    assertThat(registry().referrers(to, sbom, RECORD))
        .extracting(Descriptor::digest)
        .containsExactly(signature);
    assertThat(registry().referrer(to, signature))
        .hasValueSatisfying(document -> assertThat(text(document.bytes())).contains("signature"));
  }

  @Test
  void the_tags_of_signatures_are_copied() {
    var from = freshRepository();
    var to = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(from, bundle);
    var signature = Artifacts.image(9, 1, 50);
    var name = bundle.digest().toString().replace(':', '-') + ".sig";
    pusher().push(from, new Tag(name), signature);
    copy(from, bundle, to);
    assertThat(pusher().get(to, name))
        .hasValueSatisfying(found -> same(found, signature.manifest()));
  }

  @Test
  void a_signature_that_the_target_has_is_not_replaced() {
    var from = freshRepository();
    var to = freshRepository();
    var bundle = Artifacts.sample(1);
    var name = bundle.digest().toString().replace(':', '-') + ".sig";
    var own = Artifacts.image(10, 1, 50);
    pusher().push(from, bundle);
    pusher().push(from, new Tag(name), Artifacts.image(9, 1, 50));
    pusher().push(to, new Tag(name), own);
    copy(from, bundle, to);
    assertThat(pusher().get(to, name)).hasValueSatisfying(found -> same(found, own.manifest()));
  }

  @Test
  void what_was_attached_is_listed_and_read() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(repository, PROD, bundle);
    var digest = registry().attach(repository, bundle.descriptor(), record("event 42"));
    assertThat(registry().referrers(repository, bundle.digest(), RECORD))
        .extracting(Descriptor::digest)
        .containsExactly(digest);
    assertThat(registry().referrers(repository, bundle.digest(), "application/other")).isEmpty();
    assertThat(registry().referrer(repository, digest))
        .hasValueSatisfying(document -> {
          assertThat(document.mediaType()).isEqualTo(RECORD);
          assertThat(text(document.bytes())).isEqualTo("{\"what\":\"event 42\"}");
        });
    assertThat(registry().head(tag(repository)))
        .as("the bundle and its tag stay what they are")
        .contains(bundle.descriptor());
  }

  @Test
  void attaching_the_same_again_changes_nothing() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(repository, bundle);
    var first = registry().attach(repository, bundle.descriptor(), record("event 42"));
    var tags = registry().tags(repository);
    var second = registry().attach(repository, bundle.descriptor(), record("event 42"));
    assertThat(second).isEqualTo(first);
    assertThat(registry().referrers(repository, bundle.digest(), RECORD)).hasSize(1);
    assertThat(registry().tags(repository)).containsExactlyInAnyOrderElementsOf(tags);
  }

  @Test
  void many_attach_at_once_and_nothing_is_lost() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(repository, bundle);
    var attached =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> registry().attach(repository, bundle.descriptor(), record("event " + i)))
            .toList();
    assertThat(registry().referrers(repository, bundle.digest(), RECORD))
        .extracting(Descriptor::digest)
        .containsExactlyInAnyOrderElementsOf(attached);
  }

  @Test
  void all_tags_are_listed() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(repository, bundle);
    var tags = IntStream.rangeClosed(1, 25).mapToObj(i -> new Tag("prod." + i)).toList();
    tags.forEach(tag -> pusher().manifest(repository, tag.value(), bundle.manifest()));
    assertThat(registry().tags(repository)).containsExactlyInAnyOrderElementsOf(tags);
  }

  @Test
  void a_source_in_a_registry_resolves_by_tag_and_by_digest() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(repository, PROD, bundle);
    assertThat(registry().resolve(new Source.InRegistry(tag(repository))))
        .hasValueSatisfying(found -> same(found, bundle.manifest()));
    var other = new Source.InRegistry(new Reference(repository, new Tag("none"), null));
    assertThat(registry().resolve(other)).isEmpty();
  }

  @Test
  void annotations_of_what_is_attached_are_kept() {
    var repository = freshRepository();
    var bundle = Artifacts.sample(1);
    pusher().push(repository, bundle);
    var annotations = new TreeMap<>(Map.of("dev.example.kind", "ünïcode \"quoted\""));
    var digest =
        registry()
            .attach(
                repository,
                bundle.descriptor(),
                new Referrer(RECORD, new byte[] {'x'}, annotations));
    assertThat(registry().fetch(Reference.of(repository, digest)))
        .hasValueSatisfying(
            found -> assertThat(text(found.bytes())).contains("ünïcode \\\"quoted\\\""));
  }

  private Presence inspect(Repository repository, Descriptor bundle) {
    return registry().inspect(repository, bundle, Progress.SILENT);
  }

  private CopyReport copy(Repository from, Bundle bundle, Repository to) {
    var source = new Source.InRegistry(Reference.of(from, bundle.digest()));
    return registry().copy(source, bundle.manifest(), to, Progress.SILENT);
  }

  private static Bundle indexOf(int children) {
    return Artifacts.index(
        IntStream.range(0, children).mapToObj(i -> Artifacts.image(100 + i, 2, 500)).toList());
  }

  private static Referrer record(String what) {
    var content = ("{\"what\":\"" + what + "\"}").getBytes(StandardCharsets.UTF_8);
    return new Referrer(RECORD, content, Map.of());
  }

  private static Reference tag(Repository repository) {
    return new Reference(repository, PROD, null);
  }

  private static void same(Manifest found, Manifest expected) {
    assertThat(found.descriptor()).isEqualTo(expected.descriptor());
    assertThat(found.bytes()).isEqualTo(expected.bytes());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// For the tests of a suite's own.
  protected static List<Bundle> samples(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Artifacts::sample).toList();
  }
}
