package io.tagtrail.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.out.Columns;
import io.tagtrail.cli.world.Ran;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every verb over a server ends as over the ledger itself: the same words, the same exit codes.
class ServerStoryTest {
  @TempDir Path folder = Path.of("set by JUnit");
  private @Nullable Place opened;

  @BeforeEach
  void start() throws IOException {
    opened = new Place(folder);
  }

  @AfterEach
  void stop() {
    if (opened != null) {
      opened.close();
    }
  }

  private Place place() {
    return Objects.requireNonNull(opened);
  }

  private Ran run(String... arguments) {
    var ran = place().run(arguments);
    if (!ran.out().startsWith("{")) {
      ran.out().lines().forEach(line -> assertThat(Columns.of(line)).as(line).isLessThan(81));
    }
    ran.err().lines().forEach(line -> assertThat(Columns.of(line)).as(line).isLessThan(81));
    return ran;
  }

  private void released(int n) {
    place().push("shop", n);
    run("promote", ":b" + n, "shop/dev").ok();
    run("promote", "shop/dev", "shop/prod").ok();
  }

  @Test
  void promote_ask_and_roll_back() {
    released(1);
    released(2);
    assertThat(place().tag("prod")).isEqualTo(place().digest(2));
    var get = run("get", "shop/prod").ok().out();
    assertThat(get).contains("NOW").contains("#2").contains("SAFE").contains("registry = ledger");
    assertThat(get.lines().toList().getLast()).startsWith("tagtrail rollback shop/prod --to");
    run("history", "shop/prod").ok();
    assertThat(place().run("resolve", "shop/prod~1").ok().out()).contains("@sha256:");
    run("search", "%040x".formatted(0xabcdef01L)).ok();
    run("list").ok();
    run("list", "shop", "--live").ok();
    run("check").ok();
    run("settle").ok();
    run("verify", "shop/prod").ok();
    run("ledger", "head").ok();
    var back = run("rollback", "shop/prod", "--reason", "2 is bad").ok();
    assertThat(back.out()).contains("is now").contains("before: ");
    assertThat(place().tag("prod")).isEqualTo(place().digest(1));
    assertThat(place().local("ledger", "check").exit()).isZero();
  }

  @Test
  void a_status_is_the_same_document_as_beside_the_ledger() {
    released(1);
    released(2);
    run("hold", "shop/prod", "--reason", "x").ok();
    var remote = run("get", "shop/prod", "--offline", "-o", "json").ok();
    var local = place().local("get", "shop/prod", "--offline", "-o", "json").ok();
    assertThat(timeless(remote)).isEqualTo(timeless(local));
    assertThat(run("history", "shop/prod", "--all", "-o", "json").json())
        .isEqualTo(place().local("history", "shop/prod", "--all", "-o", "json").json());
    assertThat(run("policy", "show", "shop/prod", "-o", "json").json())
        .isEqualTo(place().local("policy", "show", "shop/prod", "-o", "json").json());
  }

  private static Json timeless(Ran ran) {
    var members = new TreeMap<>(((Json.Obj) ran.json()).members());
    members.remove("asOf");
    // The server may be attaching it at this very moment.
    members.remove("record");
    return new Json.Obj(members);
  }

  @Test
  void the_exit_codes_are_those_of_a_local_ledger() {
    released(1);
    place().push("shop", 2);
    assertThat(run("promote", ":b2", "shop/prod").exits(3).err()).contains("order");
    run("promote", ":b2", "shop/dev", "--expect", place().digest(7).toString()).exits(4);
    run("promote", ":nothing", "shop/dev").exits(5);
    run("get", "nobody/prod").exits(2);
    run("promote", ":b1", "shop/dev", "--dry-run").ok();
    place().outside("dev", 9);
    run("check", "shop/dev").exits(8);
    assertThat(run("get", "shop/dev").ok().out()).startsWith("PROBLEM");
    run("promote", ":b2", "shop/dev").exits(8);
    run("rollback", "shop/dev", "--reason", "back to ours").ok();
    place().away();
    run("check", "shop/dev").exits(6);
    assertThat(run("get", "shop/prod").ok().out()).startsWith("PROBLEM").contains("UNKNOWN");
    place().back();
    run("check").ok();
  }

  @Test
  void stops_are_set_and_released() {
    released(1);
    run("hold", "shop/prod", "--reason", "audit").ok();
    assertThat(run("promote", "shop/dev", "shop/prod").ok().out()).contains("already");
    place().push("shop", 2);
    run("promote", ":b2", "shop/dev").ok();
    run("promote", "shop/dev", "shop/prod").exits(3);
    run("unhold", "shop/prod").ok();
    run("block", "shop", place().digest(2).toString(), "--reason", "CVE").ok();
    run("promote", "shop/dev", "shop/prod").exits(3);
    run("unblock", "shop", place().digest(2).toString()).ok();
    run("promote", "shop/dev", "shop/prod").ok();
  }

  @Test
  void the_job_writes_the_tag_itself_where_the_policy_says_so() {
    place().push("shop", 1);
    var moved = run("promote", ":b1", "shop/edge").ok();
    assertThat(moved.out()).contains("shop/edge is now");
    assertThat(place().tag("edge")).isEqualTo(place().digest(1));
    assertThat(place().tag("edge.1")).as("kept").isEqualTo(place().digest(1));
    var elsewhere = place().push("builds/shop", 2);
    run("promote", elsewhere, "shop/edge").ok();
    assertThat(place().tag("edge")).as("copied there first").isEqualTo(place().digest(2));
    run("rollback", "shop/edge", "--reason", "bad").ok();
    assertThat(place().tag("edge")).isEqualTo(place().digest(1));
    run("verify", "shop/edge").ok();
    assertThat(place().local("ledger", "check").exit()).isZero();
  }

  @Test
  void the_server_copies_from_no_repository_that_nobody_named_and_says_what_to_write() {
    var elsewhere = place().push("builds/shop", 2);
    var refused = run("promote", elsewhere, "shop/dev").exits(3);
    assertThat(refused.err().replaceAll("\\s+", " "))
        .contains("not copied from %s/builds/shop for you".formatted(place().host()))
        .doesNotContain("can-i", "is missing")
        .contains("server: {copyFrom: [\"%s/builds/shop\"]}".formatted(place().host()));
    assertThat(place().tag("dev")).isNull();
    // Its registry was not asked: the words are the same of what is not there.
    run("promote", elsewhere.replace("shop", "none"), "shop/dev").exits(3);
  }

  @Test
  void somebody_elses_tool_writes_and_the_job_confirms_or_gives_up() {
    place().push("shop", 1);
    var authorised = run("promote", ":b1", "shop/edge", "--no-write").ok();
    assertThat(authorised.out()).contains("nothing is moved yet").contains("tagtrail confirm");
    assertThat(place().tag("edge")).isNull();
    run("cancel", "shop/edge", "--reason", "not today").ok();
    run("cancel", "shop/edge").exits(5);
    run("promote", ":b1", "shop/edge", "--no-write").ok();
    place().outside("edge.2", 1);
    place().outside("edge", 1);
    assertThat(run("confirm", "shop/edge").ok().out()).contains("shop/edge is now");
    assertThat(run("get", "shop/edge").ok().out()).contains("registry = ledger");
  }

  @Test
  void nobody_is_told_apart_from_somebody_without_the_right() {
    released(1);
    place().environment.put("TAGTRAIL_TOKEN", place().token(Set.of("read")));
    run("get", "shop/prod").ok();
    assertThat(run("rollback", "shop/prod", "--reason", "x").exits(3).err())
        .contains("rollback")
        .contains("can-i");
    assertThat(run("can-i", "shop/prod", "--right", "promote").exits(3).out()).contains("no");
    run("can-i", "shop/prod", "--right", "read").ok();
    place().environment.put("TAGTRAIL_TOKEN", "tagtrail_wrong_secret");
    var rejected = run("get", "shop/prod").exits(10);
    assertThat(rejected.err()).contains("TAGTRAIL_TOKEN").doesNotContain("tagtrail_wrong_secret");
    place().environment.remove("TAGTRAIL_TOKEN");
    assertThat(run("get", "shop/prod").exits(10).err()).contains("tagtrail login");
    assertThat(place().tag("prod")).isEqualTo(place().digest(1));
  }

  @Test
  void tokens_are_made_shown_once_and_taken_back() {
    var made = run("token", "create", "ci", "--scope", "read:*/*", "--expires", "30m").ok();
    var secret = made.out().strip();
    assertThat(made.err()).contains("not shown again").doesNotContain(secret);
    var list = run("token", "list", "-o", "json").ok();
    assertThat(list.out()).contains("\"ci\"").doesNotContain(secret);
    assertThat(run("token", "list").ok().out()).contains("good");
    var own = place().environment.put("TAGTRAIL_TOKEN", secret);
    assertThat(run("whoami").ok().out()).contains("who");
    run("promote", ":x", "shop/dev").exits(3);
    place().environment.put("TAGTRAIL_TOKEN", Objects.requireNonNull(own));
    var id =
        run("token", "create", "gone", "--scope", "read:*/*", "--expires", "30m", "-o", "json")
            .ok();
    run("token", "revoke", id.object().needText("id")).ok();
    place().environment.put("TAGTRAIL_TOKEN", id.object().needText("token"));
    run("get", "shop/dev").exits(10);
  }

  @Test
  void entries_are_exported_and_followed_across_what_comes() throws InterruptedException {
    released(1);
    var lines = run("entries", "--lines").ok().out().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      var view = JsonReader.object(lines.get(i).getBytes(StandardCharsets.UTF_8));
      assertThat(view.needNumber("index")).isEqualTo(i);
    }
    assertThat(run("entries", "-n", "2").ok().out()).contains("policy-change");
    var follower = new Ran[1];
    int more = lines.size() + 2;
    var thread =
        Thread.ofVirtual()
            .start(() ->
                follower[0] =
                    place().run("entries", "--follow", "--lines", "-n", Integer.toString(more)));
    place().push("shop", 2);
    run("promote", ":b2", "shop/dev").ok();
    thread.join();
    assertThat(Objects.requireNonNull(follower[0]).ok().out().lines()).hasSize(more);
  }

  @Test
  void what_needs_the_ledger_itself_says_so() {
    for (var verb : new String[] {"check", "rebuild"}) {
      assertThat(run("ledger", verb).exits(2).err()).contains("ledger itself");
    }
    assertThat(run("init").exits(2).err()).contains("ledger itself");
    run("config", "apply").ok();
    assertThat(run("config", "apply", "--preview").ok().out()).contains("active one already");
    assertThat(run("approve", "shop/dev", place().digest(1).toString()).exit()).isIn(2, 3);
    run("approve", "shop/dev").exits(2);
    run("promote", ":x", "shop/dev", "--override", "soak").exits(2);
  }

  @Test
  void a_server_that_cannot_be_reached_or_trusted_with_a_token_is_not_asked() {
    assertThat(run("get", "shop/dev", "--server", "http://127.0.0.1:1").exits(6).err())
        .contains("cannot be reached");
    assertThat(run("get", "shop/dev", "--server", "http://tagtrail.example").exits(2).err())
        .contains("--insecure-http");
    assertThat(run("get", "shop/dev", "--server", "ftp://x").exits(2).err()).contains("not the");
    assertThat(run("get", "shop/dev", "--server", "https://me:pw@x").exits(2).err())
        .doesNotContain("pw");
    run("get", "shop/dev", "--token-env", "NOT_SET").exits(10);
  }
}
