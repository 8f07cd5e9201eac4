package io.tagtrail.server.inside;

import static io.tagtrail.server.inside.InsideWorld.inventory;
import static io.tagtrail.server.inside.InsideWorld.only;
import static io.tagtrail.server.inside.InsideWorld.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.bundle.inventory.ImageEntry;
import io.tagtrail.bundle.inventory.ImageEntry.State;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.Examiner.Use;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.server.Registries;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Blob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InsideExaminerTest {
  @TempDir Path folder = Path.of("set by JUnit");
  private @Nullable InsideWorld open;

  private InsideWorld world(String environment, String inside) {
    open = new InsideWorld(folder, environment, inside);
    return open;
  }

  private InsideWorld world() {
    return world("", "");
  }

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  @Test
  void tags_are_resolved_to_digests_and_recorded() {
    var world = world();
    var digest = world.image("acme/web", "1.0");
    var examined =
        world.examine(world.bundle(pod(world.host() + "/acme/web:1.0")), Use.FORWARD, null);
    var check = only(examined);
    assertThat(check.name()).isEqualTo(Examiner.IMAGES);
    assertThat(check.guard()).isEqualTo(Guard.SAFETY);
    assertThat(check.result()).isEqualTo(Result.PASS);
    assertThat(inventory(examined).images())
        .containsExactly(
            new ImageEntry(
                world.host() + "/acme/web:1.0",
                State.PRESENT,
                digest,
                null,
                List.of("Pod web"),
                1,
                false));
  }

  @Test
  void an_image_that_is_gone_from_a_repository_that_answers_fails() {
    var world = world();
    var digest = world.image("acme/web", "1.0");
    var bundle = world.bundle(pod(world.host() + "/acme/web@" + digest));
    assertThat(world.forward(bundle).result()).isEqualTo(Result.PASS);
    var gone = world.bundle(pod(world.host() + "/acme/web:2.0"));
    var check = world.forward(gone);
    assertThat(check.result()).isEqualTo(Result.FAIL);
    assertThat(check.detail()).contains("1 of 1 gone", "acme/web:2.0");
  }

  @Test
  void an_image_of_a_repository_that_shows_nothing_is_unknown() {
    var world = world();
    var check = world.forward(world.bundle(pod(world.host() + "/acme/hidden:1.0")));
    assertThat(check.result()).isEqualTo(Result.UNKNOWN);
  }

  @Test
  void a_recorded_target_is_looked_at_by_its_record_without_its_layer() {
    var world = world();
    var digest = world.image("acme/web", "1.0");
    var bundle = world.bundle(pod(world.host() + "/acme/web:1.0"));
    var recorded = world.record(world.examine(bundle, Use.FORWARD, null));
    world.registry.forgetRequests();
    var again = world.examine(bundle, Use.TARGET, recorded);
    assertThat(only(again).result()).isEqualTo(Result.PASS);
    assertThat(world.registry.requests()).noneMatch(request -> request.contains("/blobs/"));
    assertThat(again.inventory()).isNotNull();
    // And after a clean-up of images, with a process that has asked for nothing yet.
    world.lose("acme/web", digest);
    try (var later = new Later(world)) {
      var check = only(later.examine(bundle, recorded));
      assertThat(check.result()).isEqualTo(Result.FAIL);
      assertThat(check.detail()).contains("not there any more");
    }
  }

  /// Another process over the same ledger and registry.
  private record Later(InsideWorld world, OciRegistry client) implements AutoCloseable {
    Later(InsideWorld world) {
      this(world, Registries.of(world.config, Map.of()));
    }

    Examiner.Examined examine(Descriptor bundle, Descriptor recorded) {
      return InsideExaminer.of(world.config, world.ledger, client, Insides.NONE, System::nanoTime)
          .examine(
              new Examiner.Subject(
                  InsideWorld.PROD,
                  world.config.policy().rulesOrUsual(InsideWorld.PROD),
                  world.repository(),
                  bundle,
                  Use.TARGET,
                  recorded));
    }

    @Override
    public void close() {
      client.close();
    }
  }

  @Test
  void a_tag_that_means_another_image_now_is_said() {
    var world = world();
    world.image("acme/web", "1.0");
    var bundle = world.bundle(pod(world.host() + "/acme/web:1.0"));
    var recorded = world.record(world.examine(bundle, Use.FORWARD, null));
    world
        .registry
        .pusher()
        .push(new Repository(world.host(), "acme/web"), new Tag("1.0"), Artifacts.image(99, 1, 10));
    try (var later = new Later(world)) {
      var check = only(later.examine(bundle, recorded));
      assertThat(check.result()).isEqualTo(Result.PASS);
      assertThat(check.detail()).contains("its tag means");
    }
  }

  @Test
  void what_a_clean_up_took_blocks_a_promotion_and_what_cannot_be_asked_does_only_where_required() {
    var world = world("inside: require", "");
    var other = world.bundle(pod("registry.example/acme/web:1.0"));
    var forward = world.forward(other);
    assertThat(forward.result()).isEqualTo(Result.FAIL);
    assertThat(forward.detail()).contains("not asked", "inside: require");
    // The way back is never refused for what is not known.
    assertThat(only(world.examine(other, Use.BACK, null)).result()).isEqualTo(Result.SKIPPED);
    assertThat(only(world.examine(other, Use.TARGET, null)).result()).isEqualTo(Result.SKIPPED);
  }

  @Test
  void registries_that_the_configuration_does_not_name_are_not_asked() {
    var world = world();
    world.registry.forgetRequests();
    var check = world.forward(world.bundle(pod("127.0.0.1:1/acme/web:1.0")));
    assertThat(check.result()).isEqualTo(Result.SKIPPED);
    assertThat(check.detail()).contains("inside.ask");
    open = null;
    world.close();
    var asking = world("", "inside: {ask: [\"127.0.0.1:*\"], patience: 2s}");
    var asked = asking.forward(asking.bundle(pod("127.0.0.1:1/acme/web:1.0")));
    assertThat(asked.result()).isEqualTo(Result.UNKNOWN);
  }

  @Test
  void what_is_off_asks_nothing() {
    var world = world("inside: \"off\"", "");
    var bundle = world.bundle(pod(world.host() + "/acme/web:1.0"));
    world.registry.forgetRequests();
    assertThat(world.examine(bundle, Use.FORWARD, null)).isEqualTo(Examiner.Examined.NOTHING);
    assertThat(world.registry.requests()).isEmpty();
  }

  @Test
  void images_that_are_ignored_are_recorded_as_that() {
    var world = world("", "inside: {ignore: [\"*/acme/*\"]}");
    var examined =
        world.examine(world.bundle(pod(world.host() + "/acme/web:1.0")), Use.FORWARD, null);
    assertThat(only(examined).result()).isEqualTo(Result.PASS);
    assertThat(inventory(examined).images().getFirst().state()).isEqualTo(State.IGNORED);
  }

  @Test
  void custom_resources_name_images_where_the_configuration_says() {
    var world = world("", "inside: {crds: [{kind: x.io/Thing, paths: [spec.image]}]}");
    var yaml =
        "apiVersion: x.io/v1\nkind: Thing\nmetadata: {name: x}\nspec: {image: \"%s/acme/web:9\"}\n"
            .formatted(world.host());
    world.image("acme/web", "1");
    assertThat(world.forward(world.bundle(yaml)).result()).isEqualTo(Result.FAIL);
  }

  @Test
  void a_reference_with_a_hole_or_of_no_form_is_unknown() {
    var world = world();
    for (var image : List.of("${REGISTRY}/web:1", world.host() + "/UPPER/web:1")) {
      assertThat(world.forward(world.bundle(pod(image))).result()).isEqualTo(Result.UNKNOWN);
    }
  }

  @Test
  void what_is_neither_a_flux_artifact_nor_a_chart_gives_no_check() {
    var world = world();
    for (var bundle :
        List.of(Artifacts.image(1, 1, 10), Artifacts.index(List.of(Artifacts.image(2, 1, 10))))) {
      assertThat(world.examine(world.push(bundle), Use.FORWARD, null))
          .isEqualTo(Examiner.Examined.NOTHING);
    }
  }

  @Test
  void a_zip_bomb_cannot_be_looked_into_and_is_refused_where_it_must_be() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 200; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    var bomb =
        Artifacts.image(
            new Blob(Artifacts.FLUX_CONFIG, "{}".getBytes(StandardCharsets.UTF_8)),
            List.of(new Blob(Artifacts.FLUX_CONTENT, packed.toByteArray())),
            "",
            new TreeMap<>());
    var world = world();
    var check = world.forward(world.push(bomb));
    assertThat(check.result()).isEqualTo(Result.UNKNOWN);
    assertThat(check.detail()).contains("cannot be looked into");
    open = null;
    world.close();
    var strict = world("inside: require", "");
    var bundle = strict.push(bomb);
    assertThat(strict.forward(bundle).result()).isEqualTo(Result.FAIL);
    assertThat(only(strict.examine(bundle, Use.BACK, null)).result()).isEqualTo(Result.UNKNOWN);
  }

  @Test
  void a_layer_that_is_gone_is_said_and_so_is_a_registry_that_does_not_answer() {
    var world = world();
    var bundle = world.bundle(pod(world.host() + "/acme/web:1.0"));
    world.registry.fault(exchange -> {
      if (exchange.getRequestURI().getPath().contains("/blobs/")) {
        exchange.sendResponseHeaders(404, -1);
        return true;
      }
      return false;
    });
    assertThat(world.layers.look(world.repository(), bundle))
        .isInstanceOfSatisfying(
            Looked.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.away()).isFalse();
              assertThat(unreadable.why()).contains("its layer sha256:");
            });
    world.registry.fault(exchange -> {
      exchange.sendResponseHeaders(403, -1);
      return true;
    });
    assertThat(world.layers.look(world.repository(), bundle))
        .isInstanceOfSatisfying(
            Looked.Unreadable.class, unreadable -> assertThat(unreadable.away()).isTrue());
  }

  @Test
  void registries_that_are_silent_take_no_longer_than_the_patience() throws InterruptedException {
    var world = world("", "inside: {patience: 300ms}");
    var yaml = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      yaml.append("---\n")
          .append(pod(world.host() + "/acme/web:" + i).replace("name: web", "name: w" + i));
    }
    var bundle = world.bundle(yaml.toString());
    var over = new CountDownLatch(1);
    world.registry.fault(exchange -> {
      if (exchange.getRequestURI().getPath().contains("/acme/web/")) {
        try {
          over.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return false;
    });
    try {
      long began = System.nanoTime();
      var check = world.forward(bundle);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
      assertThat(check.result()).isEqualTo(Result.UNKNOWN);
      assertThat(check.detail()).contains("30 of 30", "no answer within the 300 ms");
      // One target after another does not wait for the same silence again; a move does.
      began = System.nanoTime();
      var target = only(world.examine(bundle, Use.TARGET, null));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(250));
      assertThat(target.detail()).contains("did not answer a moment ago");
      assertThat(world.forward(bundle).detail()).contains("no answer within");
    } finally {
      over.countDown();
    }
  }

  @Test
  void an_image_is_asked_for_once_a_minute_and_a_missing_one_each_time() {
    var world = world();
    world.image("acme/web", "1.0");
    var bundle = world.bundle(pod(world.host() + "/acme/web:1.0"));
    world.forward(bundle);
    world.registry.forgetRequests();
    world.forward(bundle);
    assertThat(world.registry.requests()).isEmpty();
    var missing = world.bundle(pod(world.host() + "/acme/web:2.0"));
    assertThat(world.forward(missing).result()).isEqualTo(Result.FAIL);
    world.image("acme/web", "2.0");
    assertThat(world.forward(missing).result()).isEqualTo(Result.PASS);
  }
}
