package io.tagtrail.server.rights;

import static io.tagtrail.server.rights.RightsTest.allow;
import static io.tagtrail.server.rights.RightsTest.deny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.config.RightsConfig;
import io.tagtrail.server.config.RightsConfig.Grant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OriginsTest {
  private static final Alias PROD = Alias.parse("shop/prod");
  private static final Map<Alias, Location> LOCATIONS =
      Map.of(
          PROD,
          Location.parse("ghcr.io/acme/shop:prod"),
          Alias.parse("shop/dev"),
          Location.parse("ghcr.io/acme/shop-dev:dev"),
          Alias.parse("blog/prod"),
          Location.parse("ghcr.io/acme/blog:prod"));
  private static final Grant SHOP = allow("shop", "shop/*", null, Right.PROMOTE);

  @Test
  void left_out_it_copies_from_repositories_of_aliases_that_the_asker_may_see_and_no_other() {
    var none = List.<String>of();
    takes(none, SHOP, ":1", "@sha256:" + "0".repeat(64), "sha256:" + "0".repeat(64), "shop/dev");
    takes(none, SHOP, "ghcr.io/acme/shop:1", "oci://ghcr.io/acme/shop-dev:1");
    refuses(none, SHOP, "ghcr.io/acme/blog:1", "ghcr.io/acme/blog");
    refuses(none, SHOP, "oci://ghcr.io/acme/build/shop:1", "ghcr.io/acme/build/shop");
    refuses(none, SHOP, "ghcr.io/acme/shop-secret:1", "ghcr.io/acme/shop-secret");
    refuses(none, SHOP, "169.254.169.254/latest/meta-data:x", "169.254.169.254/latest/meta-data");
    takes(none, allow("all", "*/*", null, Right.PROMOTE), "ghcr.io/acme/blog:1");
  }

  @Test
  void the_aliases_own_repository_is_one_even_where_reading_it_is_denied() {
    var origins = origins(List.of(), SHOP, deny("hidden", "shop/*", null, Right.READ));
    assertThatCode(() -> origins.check(PROD, "ghcr.io/acme/shop:1")).doesNotThrowAnyException();
    assertThatThrownBy(() -> origins.check(PROD, "ghcr.io/acme/shop-dev:1"))
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> origins.check(PROD, "shop/dev"))
        .hasMessage("shop/dev is not there, or you may not read it");
  }

  @Test
  void it_copies_for_everybody_from_what_the_patterns_name_and_from_nowhere_beside_them() {
    var builds = List.of("ghcr.io/acme/build/*", "localhost:5000/one");
    takes(builds, SHOP, "ghcr.io/acme/build/shop:1", "ghcr.io/acme/build/a/b:1");
    takes(builds, SHOP, "localhost:5000/one:1", "ghcr.io/acme/shop-dev:1");
    refuses(builds, SHOP, "ghcr.io/acme/builds/shop:1", "ghcr.io/acme/builds/shop");
    refuses(builds, SHOP, "ghcr.io/acme/blog:1", "ghcr.io/acme/blog");
    refuses(builds, SHOP, "localhost:5000/one/two:1", "localhost:5000/one/two");
    refuses(builds, SHOP, "localhost:5001/one:1", "localhost:5001/one");
  }

  @Test
  void a_whole_registry_is_said_in_so_many_words() {
    var all = List.of("ghcr.io/*");
    takes(all, SHOP, "ghcr.io/acme/blog:1", "ghcr.io/elsewhere/a/b:1");
    refuses(all, SHOP, "quay.io/acme/blog:1", "quay.io/acme/blog");
    refuses(all, SHOP, "ghcr.io.evil.example/acme/blog:1", "ghcr.io.evil.example/acme/blog");
  }

  @Test
  void what_it_says_to_add_is_what_lets_it_through() {
    var from = "ghcr.io/acme/build/shop";
    var said = refuses(List.of(), SHOP, from + ":1", from);
    var setting = said.replaceAll("(?s).*(server: \\{copyFrom: .*?\\]\\}).*", "$1");
    var config =
        ConfigReader.parse(
            Path.of("/work/tagtrail.yaml"),
            """
            environments: {dev: {}, prod: {}}
            applications:
              shop: {location: "ghcr.io/acme/shop:{environment}"}
            rights:
              - {allow: promote, on: "shop/*"}
            """
                + setting,
            Map.of());
    var rights = Rights.of(config);
    var origins = new Origins(rights, rights.of(Identities.pipeline("acme/shop")));
    assertThatCode(() -> origins.check(PROD, from + ":1")).doesNotThrowAnyException();
    assertThat(said).contains("push the bundle to the alias's repository yourself");
  }

  @Test
  void a_server_reads_no_folder_whatever_the_patterns_say() {
    assertThatThrownBy(() -> origins(List.of("ghcr.io/*"), SHOP).check(PROD, "oci-layout:/etc"))
        .isInstanceOf(InvalidValueException.class);
  }

  private static void takes(List<String> copyFrom, Grant grant, String... sources) {
    for (var source : sources) {
      assertThatCode(() -> origins(copyFrom, grant).check(PROD, source))
          .as(source)
          .doesNotThrowAnyException();
    }
  }

  /// What it says to whom it refuses.
  private static String refuses(
      List<String> copyFrom, Grant grant, String source, String repository) {
    try {
      origins(copyFrom, grant).check(PROD, source);
    } catch (ForbiddenException e) {
      assertThat(e)
          .hasMessageStartingWith("bundles are not copied from %s for you", repository)
          .hasMessageContaining("server: {copyFrom: [\"%s\"]}", repository);
      assertThat(e.right()).isEqualTo("promote");
      assertThat(e.on()).isEqualTo(repository);
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("taken: " + source);
  }

  private static Origins origins(List<String> copyFrom, Grant... grants) {
    var rights = new Rights(new RightsConfig(List.of(grants), List.of()), LOCATIONS, copyFrom);
    return new Origins(rights, rights.of(Identities.pipeline("acme/shop")));
  }
}
