package io.tagtrail.server.http;

import static io.tagtrail.server.http.World.DEV;
import static io.tagtrail.server.http.World.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.testkit.registry.Artifacts;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A story of one application over HTTP; every answer is held to the document.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MovesTest {
  @TempDir static Path folder = Path.of("set by JUnit");
  private static World world;
  private static final Digest FIRST = Artifacts.sample(1).digest();
  private static final Digest THIRD = Artifacts.sample(3).digest();
  private static final Digest SECOND = Artifacts.sample(2).digest();

  @BeforeAll
  static void start() {
    world = new World(folder);
    world.push("shop", 1);
    world.push("shop", 2);
    world.push("shop", 3);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  @Order(1)
  void a_promotion_moves_the_tag_and_names_the_token_as_its_mover() {
    var planned =
        world.admin().post(DEV + "/promote", "{\"source\":\":build-1\",\"dryRun\":true}").is(200);
    assertThat(planned.json().needText("outcome")).isEqualTo("planned");
    assertThat(world.governed("dev")).isNull();

    var moved =
        world
            .admin()
            .post(
                DEV + "/promote",
                """
                {"source":":build-1","release":"1.0.1","mover":"somebody else",
                 "pipeline":{"id":"77","attempt":1,"url":"https://ci.example/77"}}
                """,
                "X-Request-Id",
                "my-request")
            .is(200);
    assertThat(moved.header("X-Request-Id")).isEqualTo("my-request");
    var entry = moved.json().needObject("entry");
    assertThat(entry.needText("digest")).isEqualTo(FIRST.toString());
    assertThat(entry.needText("moverStatus")).isEqualTo("verified");
    assertThat(entry.needText("mover")).startsWith("token:test:");
    assertThat(entry.needObject("event").needText("request")).isEqualTo("my-request");
    assertThat(world.governed("dev")).isEqualTo(FIRST);
  }

  @Test
  @Order(2)
  void what_is_there_already_is_unchanged_and_what_policy_refuses_is_422() {
    assertThat(
            world
                .admin()
                .post(DEV + "/promote", "{\"source\":\":build-1\"}")
                .is(200)
                .json()
                .needText("outcome"))
        .isEqualTo("unchanged");
    var refused = world.admin().post(PROD + "/promote", "{\"source\":\":build-2\"}").is(422);
    assertThat(refused.problem()).isEqualTo("refused");
    var outcome = refused.json().needObject("outcome");
    assertThat(outcome.needText("outcome")).isEqualTo("refused");
    assertThat(refused.json().needText("detail")).contains("order");
    assertThat(world.governed("prod")).isNull();
  }

  @Test
  @Order(3)
  void an_expectation_that_does_not_hold_is_a_conflict() {
    var stale =
        world
            .admin()
            .post(DEV + "/promote", "{\"source\":\":build-2\",\"expect\":\"%s\"}".formatted(SECOND))
            .is(409);
    assertThat(stale.problem()).isEqualTo("stale");
    assertThat(stale.json().needObject("outcome").needText("actual")).isEqualTo(FIRST.toString());
  }

  @Test
  @Order(4)
  void a_key_is_carried_out_once_and_superseded_by_what_came_later() {
    var body = "{\"source\":\":build-2\"}";
    var once = world.admin().post(DEV + "/promote", body, "Idempotency-Key", "k-1").is(200);
    assertThat(once.json().needText("outcome")).isEqualTo("moved");
    var again = world.admin().post(DEV + "/promote", body, "Idempotency-Key", "k-1").is(200);
    assertThat(again.json().needText("outcome")).isEqualTo("replayed");
    assertThat(again.json().needObject("entry").needNumber("index"))
        .isEqualTo(once.json().needObject("entry").needNumber("index"));

    world.admin().post(DEV + "/promote", "{\"source\":\":build-3\"}").is(200);
    var later = world.admin().post(DEV + "/promote", body, "Idempotency-Key", "k-1").is(409);
    assertThat(later.problem()).isEqualTo("superseded");
    assertThat(world.governed("dev")).isEqualTo(THIRD);
  }

  @Test
  @Order(5)
  void back_goes_to_what_was_live_and_needs_a_reason() {
    world.admin().post(PROD + "/promote", "{\"source\":\"shop/dev\"}").is(200);
    world.live(4);
    assertThat(world.admin().post(PROD + "/rollback", "{}").is(400).problem()).isEqualTo("invalid");
    var back = world.admin().post(PROD + "/rollback", "{\"reason\":\"4 is bad\"}").is(200);
    assertThat(back.json().needObject("entry").needText("kind")).isEqualTo("rollback");
    assertThat(back.json().needObject("entry").needText("reason")).isEqualTo("4 is bad");
    assertThat(world.governed("prod")).isEqualTo(THIRD);
  }

  @Test
  @Order(6)
  void holds_and_blocks_stop_moves_until_they_are_released() {
    world.admin().post(DEV + "/hold", "{\"scope\":\"all\",\"reason\":\"not now\"}").is(200);
    assertThat(
            world
                .admin()
                .post(DEV + "/hold", "{\"scope\":\"all\"}")
                .is(200)
                .json()
                .needText("outcome"))
        .isEqualTo("there");
    assertThat(world.admin().post(DEV + "/promote", "{\"source\":\":build-1\"}").is(422).text())
        .contains("hold");
    world.admin().post(DEV + "/unhold", "{}").is(200);
    world
        .admin()
        .post(
            "/api/v1/applications/shop/block",
            "{\"bundle\":\"%s\",\"reason\":\"broken\"}".formatted(FIRST))
        .is(200);
    world.admin().post(DEV + "/promote", "{\"source\":\":build-1\"}").is(422);
    world
        .admin()
        .post("/api/v1/applications/shop/unblock", "{\"bundle\":\"%s\"}".formatted(FIRST))
        .is(200);
    assertThat(world.admin().post(DEV + "/unhold", "{}").is(200).json().needText("outcome"))
        .isEqualTo("nothing");
    assertThat(world.admin().post(DEV + "/hold", "{\"dryRun\":true}").is(400).text())
        .contains("dry run");
  }

  @Test
  @Order(7)
  void an_approval_of_nobody_linked_to_a_person_is_refused() {
    var refused =
        world
            .admin()
            .post(PROD + "/approve", "{\"bundle\":\"%s\",\"ttl\":\"PT1H\"}".formatted(SECOND))
            .is(422);
    assertThat(refused.problem()).isEqualTo("refused");
    world.admin().post(PROD + "/approve", "{\"bundle\":\"x\",\"owed\":true}").is(400);
    world.admin().post(PROD + "/approve", "{\"bundle\":\"x\",\"ttl\":\"1h\"}").is(400);
  }

  @Test
  @Order(8)
  void a_tag_moved_outside_is_found_and_adopted() {
    world
        .registry()
        .pusher()
        .push(new Repository(world.host(), "work/cart"), new Tag("dev"), Artifacts.sample(7));
    var cart = "/api/v1/aliases/cart/dev";
    world.admin().post(cart + "/adopt", "{}").is(200);
    world
        .registry()
        .pusher()
        .push(new Repository(world.host(), "work/cart"), new Tag("dev"), Artifacts.sample(8));
    assertThat(world.admin().post(cart + "/check", "{}").is(200).json().needText("result"))
        .isEqualTo("moved-outside");
    assertThat(world.admin().get(cart).is(200).json().flag("movedOutside")).isTrue();
    var stale = world.admin().post(cart + "/promote", "{\"source\":\":build-1\"}");
    // There is no such bundle in this repository: said as the registry says it.
    assertThat(stale.is(404).problem()).isEqualTo("registry-not-found");
  }

  @Test
  @Order(9)
  void what_is_no_open_intent_cannot_be_confirmed_or_cancelled() {
    assertThat(world.admin().post(PROD + "/confirm", "{\"intent\":0}").status()).isEqualTo(400);
    assertThat(world.admin().post(PROD + "/cancel", "{\"intent\":0}").status()).isEqualTo(400);
    world.admin().post(PROD + "/relocate", "{}");
  }

  @Test
  @Order(10)
  void a_folder_of_the_server_is_no_source_and_a_foreign_registry_neither() {
    assertThat(
            world.admin().post(DEV + "/promote", "{\"source\":\"oci-layout:/etc\"}").is(400).text())
        .contains("folder");
    assertThat(
            world
                .admin()
                .post(DEV + "/promote", "{\"source\":\"oci://127.0.0.1:1/x/y:z\"}")
                .is(403)
                .problem())
        .isEqualTo("forbidden");
  }

  @Test
  @Order(11)
  void a_right_that_is_missing_is_named_and_nothing_is_told_of_what_may_not_be_read() {
    var reader = world.client(world.token(Set.of("read"), "shop/*"));
    var forbidden = reader.post(DEV + "/promote", "{\"source\":\":build-2\"}").is(403);
    assertThat(forbidden.json().needText("right")).isEqualTo("promote");
    assertThat(forbidden.json().needText("on")).isEqualTo("shop/dev");
    var unread = reader.get("/api/v1/aliases/cart/dev");
    var missing = reader.get("/api/v1/aliases/nothing/dev");
    assertThat(unread.status()).isEqualTo(missing.status());
    assertThat(reader.get("/api/v1/aliases").is(200).text()).doesNotContain("cart/dev");
    reader.get("/api/v1/tokens").is(403);
  }
}
