package io.tagtrail.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  private static final Digest DIGEST = Digest.of("x".getBytes(StandardCharsets.UTF_8));
  private static final RepositoryName SHOP = new RepositoryName("acme/shop");

  @Test
  void every_endpoint_of_the_specification_has_its_route() {
    var id = UUID.fromString("0b5e1c1e-5f0e-4f6e-8a54-0d9b3d1e2f3a");
    assertThat(Route.parse("/v2/", null)).isEqualTo(new Route.Ping());
    assertThat(Route.parse("/v2", null)).isEqualTo(new Route.Ping());
    assertThat(Route.parse("/v2/_catalog", "n=3&last=a"))
        .isEqualTo(new Route.Catalog(new Page(3, "a")));
    assertThat(Route.parse("/v2/acme/shop/blobs/" + DIGEST, null))
        .isEqualTo(new Route.Blob(SHOP, DIGEST));
    assertThat(Route.parse("/v2/acme/shop/manifests/prod", null)).isEqualTo(byTag("prod"));
    assertThat(Route.parse("/v2/acme/shop/manifests/" + DIGEST, "tag=a&tag=B&tag=a"))
        .isEqualTo(
            new Route.Manifest(
                SHOP, new ManifestReference.ByDigest(DIGEST), List.of(new Tag("a"), new Tag("B"))));
    assertThat(Route.parse("/v2/acme/shop/blobs/uploads/", null))
        .isEqualTo(new Route.Uploads(SHOP, null, null, null, null));
    assertThat(Route.parse("/v2/acme/shop/blobs/uploads/", "mount=" + DIGEST + "&from=other"))
        .isEqualTo(new Route.Uploads(SHOP, null, null, DIGEST, new RepositoryName("other")));
    assertThat(Route.parse("/v2/acme/shop/blobs/uploads/", "digest-algorithm=sha512"))
        .isEqualTo(new Route.Uploads(SHOP, null, "sha512", null, null));
    assertThat(Route.parse("/v2/acme/shop/blobs/uploads/" + id, "digest=" + DIGEST))
        .isEqualTo(new Route.Upload(SHOP, id, DIGEST));
    assertThat(Route.parse("/v2/acme/shop/tags/list", "n=0"))
        .isEqualTo(new Route.Tags(SHOP, new Page(0, null)));
    assertThat(
            Route.parse("/v2/acme/shop/referrers/" + DIGEST, "artifactType=application/a%2Bjson"))
        .isEqualTo(new Route.Referrers(SHOP, DIGEST, "application/a+json", null));
  }

  @Test
  void a_percent_escape_names_the_same_tag_and_nothing_else() {
    assertThat(Route.parse("/v2/acme/shop/manifests/pro%64", null)).isEqualTo(byTag("prod"));
    assertThat(Route.parse("/v2/acme/shop/%6danifests/prod", null)).isEqualTo(byTag("prod"));
    assertThat(Route.parse("/v2/acme/shop/manifests/" + DIGEST, "t%61g=prod"))
        .isInstanceOfSatisfying(
            Route.Manifest.class, it -> assertThat(it.tags()).containsExactly(new Tag("prod")));
  }

  @Test
  void a_repository_may_have_components_that_are_words_of_the_grammar() {
    assertThat(Route.parse("/v2/manifests/blobs/uploads/tags/list", null))
        .isEqualTo(new Route.Tags(new RepositoryName("manifests/blobs/uploads"), Page.ALL));
    assertThat(Route.parse("/v2/a/tags/list/manifests/v1", null))
        .isEqualTo(
            new Route.Manifest(
                new RepositoryName("a/tags/list"),
                new ManifestReference.ByTag(new Tag("v1")),
                List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2//manifests/prod",
        "/v2/acme//shop/manifests/prod",
        "//v2/acme/shop/manifests/prod",
        "/v2/acme/./shop/manifests/prod",
        "/v2/acme/../shop/manifests/prod",
        "/v2/acme/%2e%2e/shop/manifests/prod",
        "/v2/acme%2fshop/manifests/prod",
        "/v2/acme/shop/manifests%2Fprod",
        "/v2/acme/shop/manifests/prod%2F..%2Fdev",
        "/v2/acme/shop/manifests/..%5cprod",
        "/v2/acme/shop/manifests/prod%00",
        "/v2/acme/shop/manifests/prod%",
        "/v2/acme/shop/manifests/prod%6",
        "/v2/acme/shop/manifests/prod%zz",
        "/v2/acme/shop/manifests/prod%0a",
        "/v2/acme/shop/manifests/prod%C3%A9",
        "/v2/acme/shop/manifests/prod%2564",
        "/v2/acme/shop/manifests/prod;a=b",
        "/v2/acme/shop/manifests/prod/",
        "/v2/acme/shop/manifests/",
        "/v2/acme/shop/manifests",
        "/v2/acme/shop/manifests/.hidden",
        "/v2/acme/shop/manifests/sha256:short",
        "/v2/acme/shop/manifests/SHA256:0000000000000000000000000000000000000000000000000000000000000000",
        "/v2/acme/shop/blobs/uploads",
        "/v2/acme/shop/blobs/uploads/not-an-id",
        "/v2/acme/shop/tags/list/",
        "/v2/acme/shop/tags/all",
        "/v2/_tags/manifests/prod",
        "/v2/Acme/manifests/prod",
        "/v2/acme/_uploads/manifests/prod",
        "/v1/acme/manifests/prod",
        "/V2/acme/manifests/prod",
        "/",
        "",
        "v2/acme/manifests/prod"
      })
  void a_target_that_could_be_read_in_two_ways_is_refused(String path) {
    assertThat(Route.parse(path, null)).isInstanceOf(Route.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/Acme/tags/list,,NAME_INVALID,400",
    "/v2/acme/blobs/sha256:1,,DIGEST_INVALID,400",
    "/v2/acme/referrers/latest,,DIGEST_INVALID,400",
    "/v2/acme/manifests/.x,,MANIFEST_UNKNOWN,404",
    "/v2/acme/manifests/v1,tag=-bad,MANIFEST_INVALID,400",
    "/v2/acme/tags/list,n=-1,UNSUPPORTED,400",
    "/v2/acme/tags/list,n=ten,UNSUPPORTED,400",
    "/v2/acme/tags/list,n=1&n=2,UNSUPPORTED,400",
    "/v2/acme/blobs/uploads/,digest-algorithm=md5,DIGEST_INVALID,400",
    "/v2/acme/blobs/uploads/,mount=x&from=acme,DIGEST_INVALID,400",
    "/v2/acme/blobs/uploads/,from=../acme,NAME_INVALID,400",
    "/v2/acme/blobs/uploads/7,,BLOB_UPLOAD_UNKNOWN,404",
    "/v2/acme/nothing/x,,UNSUPPORTED,404"
  })
  void a_refusal_has_the_code_of_the_specification(
      String path, String query, ErrorCode code, int status) {
    assertThat(Route.parse(path, query))
        .isInstanceOfSatisfying(
            Route.Refused.class,
            it -> {
              assertThat(it.error().code()).isEqualTo(code);
              assertThat(it.error().status()).isEqualTo(status);
            });
  }

  @Test
  void a_name_of_256_characters_is_refused_and_one_of_255_is_not() {
    var longest = "a".repeat(255);
    assertThat(Route.parse("/v2/" + longest + "/tags/list", null)).isInstanceOf(Route.Tags.class);
    assertThat(Route.parse("/v2/a" + longest + "/tags/list", null))
        .isInstanceOf(Route.Refused.class);
  }

  @Test
  void parameters_that_the_endpoint_does_not_know_are_ignored() {
    assertThat(Route.parse("/v2/acme/shop/manifests/prod", "TAG=x&ns=docker.io&&y"))
        .isEqualTo(byTag("prod"));
  }

  @Test
  void random_targets_are_refused_or_read_and_never_throw() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    var random = new Random(seed);
    var pieces =
        List.of(
            "/",
            "v2",
            "acme",
            "manifests",
            "blobs",
            "uploads",
            "tags",
            "list",
            "referrers",
            "..",
            ".",
            "%2f",
            "%2e",
            "%",
            "%6",
            "%64",
            ":",
            "sha256:",
            DIGEST.toString(),
            "_x",
            "é",
            "\0",
            "prod",
            "?",
            ";",
            "\\",
            "//");
    for (int i = 0; i < 50_000; i++) {
      var target = new StringBuilder("/v2/");
      for (int n = random.nextInt(8); n >= 0; n--) {
        target.append(pieces.get(random.nextInt(pieces.size())));
        target.append(random.nextBoolean() ? "/" : "");
      }
      var text = target.toString();
      if (Route.parse(text, text) instanceof Route.Manifest manifest) {
        assertThat(manifest.name().value() + manifest.reference())
            .as("seed %d, target %s", seed, text)
            .doesNotContain("%", "\\", "//");
        // Inside a tag two dots are two dots; a name with them would be a way out of the folder.
        assertThat(manifest.name().value())
            .as("seed %d, target %s", seed, text)
            .doesNotContain("..");
      }
    }
  }

  private static Route byTag(String tag) {
    return new Route.Manifest(SHOP, new ManifestReference.ByTag(new Tag(tag)), List.of());
  }
}
