package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.FakeRegistry;
import io.tagtrail.cli.world.World;
import io.tagtrail.cli.world.WorldBackend;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.oci.auth.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How safe an alias is, on the command line.
class DoctorTest {
  private static final String CONFIG =
      """
      version: 1
      ledger: {path: .tagtrail, durable: true}
      location: registry.example/acme/{application}:{environment}
      environments:
        dev: {maturity: L1}
        preprod: {after: [dev], required: [mover]}
        prod: {after: [preprod], required: [mover], maturity: L3}
      applications: {shop: {}}
      """;

  @TempDir Path folder;
  World world;

  @BeforeEach
  void begin() {
    world = new World(folder, CONFIG);
    world.release(1).release(2);
  }

  /// Wherever a line was broken.
  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private WorldBackend backend() {
    return (WorldBackend) world.backend;
  }

  @Test
  void more_declared_than_proven_ends_with_a_code_of_its_own() {
    var ran = world.run("doctor", "shop/prod").exits(11);
    assertThat(ran.out())
        .contains("proven L1, declared L3: MORE IS DECLARED THAN IS PROVEN")
        .contains("PROVEN   promotion events capture alias, current and previous digest")
        .contains("UNKNOWN  manual mutation of the tag is blocked")
        .contains("What L2 takes");
    world.run("doctor", "shop/dev").ok();
  }

  @Test
  void every_line_fits_and_every_item_has_evidence() {
    var ran = world.run("doctor", "shop/prod").exits(11);
    assertThat(ran.out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    var findings = world.run("doctor", "shop/prod", "-o", "json").exits(11).out();
    assertThat(findings).contains("\"item\": \"captures\"", "\"verdict\": \"proven\"");
  }

  @Test
  void without_being_asked_for_it_pushes_nothing() {
    world.registry.writes.clear();
    world.run("doctor", "shop/prod").exits(11);
    assertThat(world.registry.writes).isEmpty();
  }

  @Test
  void a_trial_that_the_registry_takes_is_a_finding_and_leaves_the_tag_as_it_was() {
    var before = world.ledger.head();
    var ran = world.run("doctor", "shop/prod", "--trial", "--trial-creds", "bob:hunter2").exits(11);
    assertThat(words(ran.out()))
        .contains("took a push by nobody in particular and bob")
        .contains("floating tag is the wrong choice here");
    assertThat(ran.out() + ran.err()).doesNotContain("hunter2");
    assertThat(world.registry.tag(world.location("shop/prod"))).isEqualTo(World.digest(2));
    assertThat(world.ledger.head()).isEqualTo(before);
    assertThat(world.run("check", "shop/prod").ok().out()).isNotBlank();
  }

  @Test
  void a_trial_that_is_refused_is_evidence() {
    var closed = new FakeRegistry();
    closed.push(world.location("shop/prod"), World.bundle(2));
    closed.putsFail =
        FakeRegistry.failure(Kind.DENIED, Applied.NO, 403, "PUT prod: 403, you may only pull");
    backend().others = logins -> closed;
    world.environment.put("FLUX", "flux:pull-secret");
    var ran =
        world
            .run(
                "doctor",
                "shop/prod",
                "--trial",
                "--trial-creds",
                "bob:x",
                "--flux-creds",
                "env:FLUX")
            .exits(11);
    assertThat(ran.out())
        .contains("PROVEN   manual mutation of the tag is blocked", "PROVEN   Flux reads only")
        .contains("you may only pull");
    assertThat(ran.out() + ran.err()).doesNotContain("pull-secret");
  }

  @Test
  void our_own_rights_in_a_cluster_are_read_from_what_kubectl_prints() throws IOException {
    var head = "Resources   Non-Resource URLs   Resource Names   Verbs\n";
    Files.writeString(
        folder.resolve("rights.txt"),
        head + "ocirepositories.source.toolkit.fluxcd.io   []   []   [get list watch patch]\n");
    assertThat(
            words(
                world
                    .run("doctor", "shop/prod", "--cluster-rights", "prod-eu=rights.txt")
                    .exits(11)
                    .out()))
        .contains("our credential may write in cluster prod-eu")
        .contains("WRITE: patch ocirepositories.source.toolkit.fluxcd.io");
    Files.writeString(
        folder.resolve("rights.txt"),
        head + "ocirepositories.source.toolkit.fluxcd.io   []   []   [get list watch]\n");
    assertThat(
            words(
                world
                    .run("doctor", "shop/prod", "--cluster-rights", "prod-eu=rights.txt")
                    .exits(11)
                    .out()))
        .contains("what our credential may do in cluster prod-eu: read");
  }

  @Test
  void nothing_is_tried_where_the_tag_is_moved_outside() {
    world.moveOutside("shop/prod", 7);
    world.registry.writes.clear();
    var ran = world.run("doctor", "shop/prod", "--trial").exits(11);
    assertThat(words(ran.out())).contains("skipped: the tag is not what the ledger says");
    assertThat(world.registry.writes).isEmpty();
  }

  @Test
  void a_login_without_a_trial_and_one_that_is_none_are_mistakes() {
    assertThat(world.run("doctor", "shop/prod", "--flux-creds", "a:b").exits(2).err())
        .contains("--trial");
    var ran =
        world.run("doctor", "shop/prod", "--trial", "--flux-creds", "secretwithoutcolon").exits(2);
    assertThat(ran.err()).contains("env:NAME").doesNotContain("secretwithoutcolon");
    assertThat(
            world.run("doctor", "shop/prod", "--trial", "--flux-creds", "env:NOPE").exits(2).err())
        .contains("NOPE");
  }

  @Test
  void a_bare_login_is_tried_at_one_registry_and_goes_to_no_other() {
    world =
        new World(
            folder,
            CONFIG.replace(
                "applications: {shop: {}}",
                """
                applications:
                  shop: {}
                  blog: {location: "other.example/acme/blog:{environment}"}
                """));
    world.release(1);
    var given = new ArrayList<Credentials>();
    backend().others =
        logins -> {
          given.add(logins);
          return world.registry;
        };
    world.registry.writes.clear();
    world.environment.put("FLUX", "flux:pull-secret");
    for (var login : List.of("--trial-creds=bob:hunter2", "--flux-creds=env:FLUX")) {
      assertThat(words(world.run("doctor", "--trial", login).exits(2).err()))
          .contains("other.example, registry.example", "no push was tried")
          .doesNotContain("hunter2", "pull-secret");
    }
    assertThat(given).isEmpty();
    assertThat(world.registry.writes).isEmpty();

    var ran = world.run("doctor", "shop/prod", "--trial", "--trial-creds", "bob:hunter2").exits(11);
    assertThat(ran.err()).contains("trying pushes at registry.example");
    assertThat(given.getLast().login("registry.example"))
        .isEqualTo(new Login.Basic("bob", "hunter2"));
    assertThat(given.getLast().login("other.example")).isEqualTo(Login.None.NONE);
  }

  @Test
  void a_runbook_of_the_team_is_judged_by_what_it_says() throws IOException {
    var good = folder.resolve("runbook.md");
    Files.writeString(good, world.run("runbook", "shop/prod", "-o", "markdown").ok().out());
    assertThat(words(world.run("doctor", "shop/prod", "--runbook", "runbook.md").exits(11).out()))
        .contains("PROVEN runbooks define rollback")
        .contains("made from the log's head");
    world.run("hold", "shop/prod", "--reason", "x").ok();
    assertThat(words(world.run("doctor", "shop/prod", "--runbook", "runbook.md").exits(11).out()))
        .contains("1 entries came since");
    Files.writeString(good, "ssh root@prod and docker pull\n");
    assertThat(words(world.run("doctor", "shop/prod", "--runbook", "runbook.md").exits(11).out()))
        .contains("NOT runbooks define rollback");
  }

  @Test
  void what_is_rendered_now_shows_the_rollback_that_it_is_proved_by() {
    world.run("rollback", "shop/prod", "--reason", "5xx").ok();
    world.run("block", "shop", World.digest(2).toString(), "--reason", "CVE").ok();
    // Nothing can be gone back to, and the page says how a rollback is done all the same.
    assertThat(world.run("runbook", "shop/prod").ok().lastLine())
        .isEqualTo("tagtrail history shop/prod");
    assertThat(words(world.run("doctor", "shop/prod").exits(11).out()))
        .contains("PROVEN runbooks define rollback")
        .contains("its rollback: tagtrail rollback shop/prod --to #3")
        .doesNotContain("its last command");
  }

  @Test
  void beside_a_local_ledger_nobody_says_that_nobody_watches() {
    assertThat(words(world.run("doctor", "shop/prod").exits(11).out()))
        .contains("UNKNOWN outside moves are seen")
        .contains("not known from here", "tagtrail doctor shop/prod --server")
        .doesNotContain("nobody looks", "from a schedule");
    assertThat(words(world.run("sentinel", "status").ok().out()))
        .contains("who watches the tags is not known from here: ask the server, with --server");
  }

  @Test
  void over_all_aliases_there_is_a_line_for_each() {
    var ran = world.run("doctor").exits(11);
    assertThat(ran.out())
        .contains("shop/dev: proven", "shop/preprod: proven", "shop/prod: proven L1, declared L3");
    assertThat(world.run("doctor", "-o", "markdown").exits(11).out())
        .contains("# Readiness of shop/prod", "| item | needed for | verdict | evidence |");
  }

  @Test
  void an_alias_that_was_never_taken_in_is_said_to_be_that() {
    world = new World(folder, CONFIG);
    assertThat(world.run("doctor", "shop/prod", "--trial").exits(11).out())
        .contains("it is not in the ledger", "tagtrail adopt shop/prod");
  }
}
