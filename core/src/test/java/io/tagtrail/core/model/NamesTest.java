package io.tagtrail.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void a_digest_is_read_as_it_is_written() {
    assertThat(Digest.parse("sha256:" + HEX)).hasToString("sha256:" + HEX);
    assertThat(Digest.parse("sha512:" + HEX + HEX).newMessageDigest().getDigestLength())
        .isEqualTo(64);
  }

  @Test
  void a_digest_matches_only_its_own_bytes_by_its_own_algorithm() {
    // FIPS 180-4: SHA-256 of "abc".
    var abc =
        Digest.parse("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    assertThat(Digest.of("abc".getBytes(StandardCharsets.UTF_8))).isEqualTo(abc);
    assertThat(abc.matches("abc".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(abc.matches("abd".getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void a_keep_tag_has_a_number_of_nine_digits_at_most() {
    var prod = new Tag("prod");

    assertThat(prod.keptBy(new Tag("prod.42"))).isEqualTo(42);
    assertThat(prod.keptBy(new Tag("prod.999999999"))).isEqualTo(999_999_999);
    assertThat(prod.keptBy(new Tag("prod.1732233600"))).isEqualTo(-1);
    assertThat(prod.keptBy(new Tag("prod.042"))).isEqualTo(-1);
    assertThat(prod.keptBy(new Tag("preprod.42"))).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256",
        "sha256:",
        ":0123",
        "sha256:xyz",
        "sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
        "SHA256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
        " sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "sha256:\u0660123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
        "sha256:../../../../../../../../../../../../../../../../../../../../etc/passwd"
      })
  void what_is_no_digest_is_refused(String text) {
    assertThat(Digest.isDigest(text)).isFalse();
    assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme/shop, ghcr.io/acme/shop:latest",
    "ghcr.io/acme/shop:1.4, ghcr.io/acme/shop:1.4",
    "oci://ghcr.io/acme/shop:1.4, ghcr.io/acme/shop:1.4",
    "GHCR.io/acme/shop:A, ghcr.io/acme/shop:A",
    "ghcr.io:443/acme/shop:a, ghcr.io/acme/shop:a",
    "localhost:5000/shop:a, localhost:5000/shop:a",
    "localhost/shop:a, localhost/shop:a",
    "[::1]:5000/shop:a, '[::1]:5000/shop:a'",
    "nginx:1, docker.io/library/nginx:1",
    "acme/shop:1, docker.io/acme/shop:1",
    "index.docker.io/nginx:1, docker.io/library/nginx:1",
    "registry-1.docker.io/library/nginx:1, docker.io/library/nginx:1"
  })
  void a_repository_has_one_canonical_name(String text, String canonical) {
    assertThat(Reference.parse(text)).hasToString(canonical);
    assertThat(Reference.parse(canonical)).isEqualTo(Reference.parse(text));
  }

  @Test
  void the_digest_of_a_reference_decides() {
    var reference = Reference.parse("ghcr.io/acme/shop:1.4@sha256:" + HEX);

    assertThat(reference.identifier()).isEqualTo("sha256:" + HEX);
    assertThat(Reference.parse("ghcr.io/acme/shop@sha256:" + HEX).tag()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        ":",
        "@",
        "ghcr.io/",
        "ghcr.io//shop",
        "ghcr.io/acme/",
        "ghcr.io/Acme/shop",
        "ghcr.io/acme/../shop",
        "ghcr.io/acme/%2e%2e/shop",
        "ghcr.io/acme/shop:",
        "ghcr.io/acme/shop:-a",
        "ghcr.io/acme/shop:.a",
        "ghcr.io/acme/shop:a b",
        "ghcr.io/acme/shop:a?tag=b",
        "ghcr.io/acme/shop:pro%64",
        "ghcr.io/acme/shop:a@",
        "ghcr.io/acme/shop:a@sha256:",
        "ghcr.io/acme/shop:a@b",
        "ghcr.io:99999/acme/shop",
        "ghcr.io:x/acme/shop",
        "user@ghcr.io/acme/shop",
        "user:password@ghcr.io/acme/shop",
        "http://ghcr.io/acme/shop",
        "-ghcr.io/acme/shop",
        "ghcr..io/acme/shop",
        "ghcr.io/acme/sh\u200bop",
        "ghcr.io/acme/sh\u202eop",
        "ghcr.io/acme/sh\u043ep",
        "gh\u0441r.io/acme/shop",
        "ghcr.io/acme/shop\n",
        "ghcr.io/acme/shop:a\r\nHost: evil",
        "\uff47hcr.io/acme/shop"
      })
  void what_is_no_reference_is_refused_with_a_message_that_can_be_printed(String text) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .extracting(e -> String.valueOf(e.getMessage()))
        .satisfies(message -> assertThat(message).isEqualTo(Text.printable(message)));
  }

  @Test
  void names_are_bounded() {
    assertThatCode(() -> new Repository("ghcr.io", "a".repeat(255))).doesNotThrowAnyException();
    assertThatThrownBy(() -> new Repository("ghcr.io", "a".repeat(256)))
        .isInstanceOf(InvalidValueException.class);
    assertThatCode(() -> new Tag("a".repeat(128))).doesNotThrowAnyException();
    assertThatThrownBy(() -> new Tag("a".repeat(129))).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Reference.parse("a".repeat(1 << 20)))
        .isInstanceOf(InvalidValueException.class)
        .extracting(e -> String.valueOf(e.getMessage()).length())
        .satisfies(length -> assertThat(length).isLessThan(500));
  }

  @Test
  void a_location_has_a_tag_and_no_digest() {
    assertThat(Location.parse("ghcr.io/acme/shop:prod").keep(42))
        .hasToString("ghcr.io/acme/shop:prod.42");
    assertThatThrownBy(() -> Location.parse("ghcr.io/acme/shop:prod@sha256:" + HEX))
        .isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "prod-eu", "p", "eu1", "v", "x1", "prod-1", "v-1", "r2d2"})
  void an_environment_is_a_plain_name(String name) {
    assertThat(Alias.parse("shop/" + name)).hasToString("shop/" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "v1", "2026", "1-rc", "v2-eu", "007", "v1-2-3", "1-0", "20260131-1200"})
  void an_environment_that_parses_as_a_version_is_refused(String name) {
    assertThatThrownBy(() -> Alias.parse("shop/" + name))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("semver");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop",
        "shop/",
        "/prod",
        "shop/prod/eu",
        "Shop/prod",
        "shop/Prod",
        "shop/-prod",
        "shop/prod-",
        "shop/pro d",
        "shop/pr\u00f6d",
        "shop/prod\n",
        "shop/1.2.3",
        "shop/prod.1",
        "shop/p\u200brod",
        "shop/prod~1",
        ""
      })
  void what_is_no_alias_is_refused(String text) {
    assertThatThrownBy(() -> Alias.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "prod.42, true, false",
    "prod, false, false",
    "1.2.3, true, true",
    "v1.2.3-rc.1, true, true",
    "v1, false, true",
    "1.2, true, true",
    "latest, false, false"
  })
  void a_tag_knows_whether_it_looks_like_a_keep_tag_or_a_version(
      String tag, boolean keep, boolean version) {
    assertThat(new Tag(tag).isKeepTag()).isEqualTo(keep);
    assertThat(new Tag(tag).isVersion()).isEqualTo(version);
  }

  @Test
  void a_stream_is_found_again_by_its_key() {
    for (var stream :
        new Stream[] {
          Stream.LEDGER, Stream.application("shop"), Alias.parse("shop/prod").stream()
        }) {
      assertThat(Stream.parse(stream.key())).isEqualTo(stream);
    }
  }
}
