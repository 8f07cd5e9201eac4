package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.attest.SigningKey;
import io.tagtrail.cli.world.Ran;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Tag;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.RawPusher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys from the first to the next, with a real registry, a real ledger and real files.
class KeysTest {
  @TempDir Path folder;
  private EmbeddedRegistry registry;
  private Path work;

  @BeforeEach
  void begin() throws IOException {
    registry =
        EmbeddedRegistry.start(
            folder.resolve("registry"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    work = Files.createDirectories(folder.resolve("work"));
    for (int n = 1; n <= 4; n++) {
      push("1." + n, Artifacts.sample(n));
    }
    push("prod", Artifacts.sample(1));
    config("{required: [], attach: false}", "");
    assertThat(run("init").exit()).isZero();
    assertThat(run("adopt", "shop/prod").exit()).isZero();
    assertThat(promote(2).exit()).isZero();
  }

  @AfterEach
  void end() {
    registry.close();
  }

  private void push(String tag, Bundle bundle) {
    new RawPusher(URI.create("http://" + registry.host()))
        .push(location(tag).repository(), new Tag(tag), bundle);
  }

  private Location location(String tag) {
    return Location.parse(registry.host() + "/acme/shop:" + tag);
  }

  private void config(String prod, String keys) throws IOException {
    Files.writeString(
        work.resolve("tagtrail.yaml"),
        """
        environments: {prod: %s}
        location: "%s/acme/{application}:{environment}"
        applications: {shop: {}}
        %s
        """
            .formatted(prod, registry.host(), keys));
  }

  private void signing() throws IOException {
    config(
        "{required: [], attach: false, sign: {key: prod}, verify: [prod]}",
        "keys: {prod: {file: keys/prod.key}}");
    assertThat(run("config", "apply").exit()).isZero();
  }

  private Ran promote(int n) {
    return run("promote", location("1." + n).toString(), "shop/prod");
  }

  private Ran run(String... arguments) {
    return Ran.verb(work, Map.of("USER", "ann", "HOME", folder.toString()), "", arguments);
  }

  private int bundles(int n) {
    try (var client = new OciRegistry(OciSettings.anonymous())) {
      return client.attached(location("x").repository(), digest(n)).size();
    }
  }

  /// Pages are wrapped, and where depends on how long the name of the folder is.
  private static String flat(String page) {
    return page.replaceAll("\\s+", " ");
  }

  private static Digest digest(int n) {
    return Artifacts.sample(n).digest();
  }

  @Test
  void a_receiver_that_cannot_be_called_is_a_note_after_the_move_and_its_token_is_not_shown()
      throws Exception {
    Files.writeString(work.resolve("bearer"), "very-secret\nsecond-line");
    config(
        "{required: [], attach: false}",
        """
        flux:
          receivers:
            - {name: oidc, type: generic-oidc, url: 'http://127.0.0.1:1/', tokenFile: bearer, on: '*/*'}
        """);
    var moved = promote(3);
    assertThat(moved.exit()).as(moved.err()).isZero();
    assertThat(flat(moved.err())).contains("note:", "oidc could not be called");
    assertThat(moved.out() + moved.err()).doesNotContain("very-secret");
  }

  @Test
  void a_key_is_made_in_files_of_which_one_is_secret_and_never_over_another() throws Exception {
    var made = run("keys", "create", "prod");
    assertThat(made.exit()).as(made.err()).isZero();
    var file = work.resolve("keys/prod.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var key = SigningKey.parse(Files.readString(file));
    assertThat(Files.readString(work.resolve("keys/prod.pub"))).isEqualTo(key.verification().pem());
    assertThat(made.out()).contains(key.verification().id()).doesNotContain("PRIVATE");
    assertThat(work.resolve("keys/.gitignore")).hasContent("*.key");
    assertThat(flat(made.out())).contains(".gitignore keeps *.key out of git");
    var again = run("keys", "create", "prod");
    assertThat(again.exit()).isEqualTo(ExitCode.USAGE.code());
    assertThat(flat(again.err())).contains("is there already", "keys rotate prod");
    assertThat(Files.readString(file)).isEqualTo(key.privatePem());
  }

  @Test
  void a_history_is_signed_when_signing_is_turned_on_and_what_follows_by_itself() throws Exception {
    run("keys", "create", "prod");
    signing();
    var planned = run("keys", "resign", "prod", "--dry-run");
    assertThat(flat(planned.out())).contains("2 would be signed");
    assertThat(bundles(1) + bundles(2)).isZero();
    assertThat(flat(run("keys", "resign", "prod").out())).contains("2 signed, 0 had it");
    assertThat(flat(run("keys", "resign", "prod").out())).contains("0 signed, 2 had it");
    assertThat(promote(3).exit()).isZero();
    assertThat(bundles(1)).isOne();
    assertThat(bundles(2)).isOne();
    assertThat(bundles(3)).isOne();
    assertThat(bundles(4)).isZero();
    // Refused, and so not signed.
    run("block", "shop", digest(4).toString(), "--reason", "bad");
    assertThat(promote(4).exit()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(bundles(4)).isZero();
  }

  @Test
  void the_secret_is_what_flux_reads() throws Exception {
    run("keys", "create", "prod");
    signing();
    var secret = run("keys", "show", "prod", "--secret", "--namespace", "apps");
    assertThat(secret.exit()).as(secret.err()).isZero();
    assertThat(secret.out())
        .startsWith("apiVersion: v1\nkind: Secret\n")
        .contains("  name: tagtrail-prod\n  namespace: apps\n", ".pub: |\n    -----BEGIN PUBLIC")
        .doesNotContain("PRIVATE");
    assertThat(flat(run("keys", "show", "prod").out())).contains("signs in prod");
    assertThat(flat(run("keys", "show", "none").err())).contains("there is no key none");
  }

  @Test
  void a_rotation_in_two_steps_signs_the_window_again_and_moves_no_tag() throws Exception {
    run("keys", "create", "prod");
    signing();
    run("keys", "resign", "prod");
    var first = SigningKey.parse(Files.readString(work.resolve("keys/prod.key"))).verification();
    var begun = run("keys", "rotate", "prod");
    assertThat(begun.exit()).as(begun.err()).isZero();
    // Again is the same, and the first one signs until it is finished.
    assertThat(run("keys", "rotate", "prod").out()).isEqualTo(begun.out());
    var secret = run("keys", "show", "prod", "--secret").out();
    assertThat(secret.split("\\.pub: \\|", -1)).hasSize(3);
    assertThat(SigningKey.parse(Files.readString(work.resolve("keys/prod.key"))).verification())
        .isEqualTo(first);
    var shown = run("keys", "show", "prod").out();
    assertThat(shown).contains(first.id() + ": signs now\n", ": the next one, signs after");
    assertThat(flat(run("keys", "rotate", "prod", "--finish", "--dry-run").out()))
        .contains("2 would be signed");
    assertThat(Files.exists(work.resolve("keys/prod.next.key"))).isTrue();

    var finished = run("keys", "rotate", "prod", "--finish");
    assertThat(flat(finished.out()))
        .contains(
            "2 signed",
            "the key before it (" + first.id() + ") opens until it is removed",
            "openssl pkey -in ",
            "tagtrail keys show prod --secret | kubectl apply -f -");
    var now = SigningKey.parse(Files.readString(work.resolve("keys/prod.key"))).verification();
    assertThat(run("keys", "show", "prod").out())
        .contains(now.id() + ": signs now\n", first.id() + ": before it, opens until");
    assertThat(run("keys", "show", "prod", "-o", "json").out()).contains("\"signs\"", "\"before\"");

    assertThat(Files.exists(work.resolve("keys/prod.next.key"))).isFalse();
    assertThat(SigningKey.parse(Files.readString(work.resolve("keys/prod.key"))).verification())
        .isNotEqualTo(first);
    assertThat(Files.readString(work.resolve("keys/prod.pub"))).contains(first.pem());
    assertThat(bundles(1)).isEqualTo(2);
    assertThat(flat(run("keys", "rotate", "prod", "--finish").out()))
        .contains("0 signed, 2 had it");
    assertThat(flat(run("keys", "rotate", "prod", "--finish").err()))
        .contains("no rotation of prod is under way");
    // What it says to do, done.
    Files.writeString(work.resolve("keys/prod.pub"), now.pem());
    assertThat(run("keys", "rotate", "prod", "--finish").out()).doesNotContain("openssl");
    assertThat(run("keys", "show", "prod").out()).doesNotContain(first.id());
    try (var client = new OciRegistry(OciSettings.anonymous())) {
      assertThat(client.head(location("prod").reference()).orElseThrow().digest())
          .isEqualTo(digest(2));
    }
  }

  @Test
  void without_its_key_a_promotion_is_refused_and_the_way_back_is_open() throws Exception {
    run("keys", "create", "prod");
    signing();
    Files.move(work.resolve("keys/prod.key"), work.resolve("keys/gone"));
    var refused = promote(3);
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(flat(refused.out() + refused.err())).contains("flux-verify", "cannot be signed");
    var back = run("rollback", "shop/prod", "--to", "#1", "--reason", "it burns");
    assertThat(back.exit()).as(back.err()).isZero();
    assertThat(flat(back.out() + back.err())).contains("note: the bundle was not signed");
    var json = run("rollback", "shop/prod", "--to", "#2", "--reason", "again", "-o", "json");
    assertThat(json.out()).contains("\"notes\"", "was not signed with the key prod");
  }

  @Test
  void keys_are_of_this_machine() {
    for (var verb : new String[] {"create", "show", "rotate", "resign"}) {
      var ran = run("keys", verb, "prod", "--server", "https://tagtrail.example");
      assertThat(ran.exit()).isEqualTo(ExitCode.USAGE.code());
      assertThat(flat(ran.err())).contains("works on this machine");
    }
  }
}
