package io.tagtrail.server.http;

import static io.tagtrail.server.http.World.DEV;
import static io.tagtrail.server.http.World.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Questions over HTTP; every answer is held to the document.
final class ReadsTest {
  @TempDir static Path folder = Path.of("set by JUnit");
  private static World world;
  private static Digest first;
  private static Digest second;

  @BeforeAll
  static void start() {
    world = new World(folder);
    first = world.live(1);
    second = world.live(2);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void a_status_says_what_is_live_and_what_to_go_back_to() {
    var status = world.admin().get(PROD).is(200).json();
    assertThat(status.needObject("now").needText("digest")).isEqualTo(second.toString());
    assertThat(status.needObject("rollback").needObject("target").needText("digest"))
        .isEqualTo(first.toString());
    assertThat(status.needObject("registry").needText("state")).isEqualTo("agrees");
    assertThat(
            world.admin().get(PROD + "?ask=false").json().needObject("registry").needText("state"))
        .isEqualTo("not-asked");
    var board = world.admin().get("/api/v1/aliases?application=shop&ask=true").is(200).text();
    assertThat(board).contains("shop/dev").contains("shop/prod").doesNotContain("cart/dev");
  }

  @Test
  void a_status_that_did_not_change_is_304_until_it_does() {
    var alias = "/api/v1/aliases/cart/dev";
    world.push("cart", 1);
    world.push("cart", 2);
    world.admin().post(alias + "/promote", "{\"source\":\":build-1\"}").is(200);
    // The record on the bundle is attached in the background.
    var tag = settledTag(alias);
    assertThat(tag).startsWith("W/\"");
    world.admin().get(alias, "If-None-Match", tag).is(304);
    world.admin().get(alias, "If-None-Match", "W/\"x\", " + tag).is(304);
    world.admin().get(alias, "If-None-Match", "*").is(304);
    world.admin().get(alias, "If-None-Match", "\"x\"").is(200);
    world.admin().post(alias + "/promote", "{\"source\":\":build-2\"}").is(200);
    assertThat(world.admin().get(alias, "If-None-Match", tag).is(200).header("ETag"))
        .isNotEqualTo(tag);
  }

  private static String settledTag(String alias) {
    for (int i = 0; i < 600; i++) {
      var reply = world.admin().get(alias).is(200);
      if (reply.json().needObject("record").needText("state").equals("attached")) {
        return reply.header("ETag");
      }
      Waiting.aMoment();
    }
    throw new AssertionError("the record was not attached in the background");
  }

  @Test
  void pages_are_gone_through_by_what_they_name_next() {
    var seen = new ArrayList<Long>();
    String next = PROD + "/history?everything=true&limit=1";
    while (true) {
      var page = world.admin().get(next).is(200).json();
      page.objects(
          "entries",
          entry -> {
            seen.add(entry.needNumber("index"));
            entry.names().forEach(entry::any);
            return entry;
          });
      var before = page.number("before");
      assertThat(before).isNull();
      var more = page.number("next");
      if (more == null) {
        break;
      }
      next = PROD + "/history?everything=true&limit=1&before=" + more;
    }
    // Two moves, each with its authorisation.
    assertThat(seen).hasSize(4).isSortedAccordingTo((a, b) -> Long.compare(b, a));

    var all = new ArrayList<Long>();
    long from = 0;
    for (Long more = from; more != null; ) {
      var page = world.admin().get("/api/v1/entries?limit=3&from=" + more).is(200).json();
      page.objects(
          "entries",
          entry -> {
            all.add(entry.needNumber("index"));
            entry.names().forEach(entry::any);
            return entry;
          });
      more = page.number("next");
    }
    assertThat(all).hasSizeGreaterThanOrEqualTo(9);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i)).isEqualTo(i);
    }
  }

  @Test
  void whoever_may_not_read_an_entry_gets_a_shorter_page_and_the_same_way_on() {
    var reader = world.client(world.token(Set.of("read"), "cart/*"));
    var page = reader.get("/api/v1/entries?limit=4").is(200).json();
    assertThat(page.objects("entries", entry -> entry.needText("stream")))
        .allMatch(stream -> stream.startsWith("cart"));
    assertThat(page.number("next")).isEqualTo(4);
  }

  @Test
  void every_question_has_its_answer() {
    var admin = world.admin();
    admin.get("/api/v1/resolve?address=shop/prod~1").is(200);
    assertThat(admin.get("/api/v1/resolve?address=shop/prod%2399").is(404).problem())
        .isEqualTo("not-found");
    var found = admin.get("/api/v1/search?what=" + first.hex().substring(0, 12)).is(200);
    assertThat(found.text()).contains("shop/prod");
    assertThat(admin.get("/api/v1/alias?text=" + world.host() + "/work/shop:prod").is(200).text())
        .contains("shop/prod");
    var entry = admin.get("/api/v1/entries/1").is(200);
    admin.get("/api/v1/entries/1", "If-None-Match", entry.header("ETag")).is(304);
    admin.get("/api/v1/entries/999999").is(404);
    admin.get("/api/v1/entries/x").is(400);
    assertThat(admin.get("/api/v1/head").is(200).json().needNumber("size")).isPositive();
    admin.get("/api/v1/unfinished").is(200);
    admin.get(PROD + "/rules").is(200);
    assertThat(admin.get(PROD + "/verify?registry=true").is(200).json().flag("holds")).isTrue();
    var diagnosis = admin.get(PROD + "/doctor").is(200).json();
    assertThat(diagnosis.needText("proven")).isEqualTo("L1");
    assertThat(diagnosis.needObject("evidence").needObject("trail").flag("governed")).isTrue();
    admin.post("/api/v1/deliver", "{\"limit\":10}").is(200);
    assertThat(admin.get("/api/v1/whoami").is(200).json().needText("kind")).isEqualTo("workload");
    assertThat(admin.get("/api/v1/can-i?alias=shop/prod").is(200).text()).contains("promote");
    admin.get("/api/v1/can-i").is(200);
    admin.get("/api/v1/policy").is(200);
    admin.get("/api/v1/auth").is(200);
  }

  @Test
  void an_alias_that_nobody_knows_is_404() {
    assertThat(world.admin().get("/api/v1/aliases/shop/nowhere").status()).isEqualTo(404);
    assertThat(world.admin().post("/api/v1/aliases/nothing/dev/hold", "{}").status())
        .isEqualTo(404);
  }

  @Test
  void tokens_are_made_listed_without_secrets_and_taken_back() {
    var made =
        world
            .admin()
            .post(
                "/api/v1/tokens",
                "{\"label\":\"ci\",\"scopes\":[\"read:*/*\",\"promote:*/*\"],\"ttl\":\"PT10M\"}")
            .is(201)
            .json();
    var secret = made.needText("token");
    var user = world.client(secret);
    user.get(DEV).is(200);
    assertThat(user.get("/api/v1/whoami").is(200).text()).contains(made.needText("id"));
    assertThat(world.admin().get("/api/v1/tokens").is(200).text())
        .contains(made.needText("id"))
        .doesNotContain(secret);
    world.admin().send("DELETE", "/api/v1/tokens/" + made.needText("id"), null).is(204);
    assertThat(user.get(DEV).is(401).text()).contains("revoked").doesNotContain(secret);
    world.admin().send("DELETE", "/api/v1/tokens/nothing", null).is(404);
    for (var scopes :
        List.of("[]", "[\"read\"]", "[\"fly:*/*\"]", "[\"read:shop/*\",\"promote:cart/*\"]")) {
      world.admin().post("/api/v1/tokens", "{\"label\":\"x\",\"scopes\":" + scopes + "}").is(400);
    }
  }
}
