package io.tagtrail.bundle.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommitsTest {
  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);

  private static Optional<String> link(
      @Nullable String before, String from, String after, String to) {
    var own = new Forges(Set.of("github.com", "GHE.example.com"), Set.of("gitlab.example.com"));
    return Commits.compare(own, before, from, after, to);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main@sha1:%s",
        "refs/heads/main@sha1:%s",
        "main/%s",
        "sha1:%s",
        "%s",
        "feature/x@sha1:%s",
        "feature/x/%s"
      })
  void every_form_of_a_revision_has_its_commit(String form) {
    assertThat(Commits.commit(form.formatted(A))).contains(A);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "v1.2.3", "main@sha1:abc", "", "../../x"})
  void what_has_no_commit_has_none(String text) {
    assertThat(Commits.commit(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/acme/shop",
        "https://github.com/acme/shop.git",
        "https://github.com/acme/shop#4711",
        "https://user:token@github.com/acme/shop/",
        "git@github.com:acme/shop.git",
        "ssh://git@github.com/acme/shop"
      })
  void github_is_linked_whatever_the_address_is_written_like(String address) {
    assertThat(link(address, "main@sha1:" + A, address, "main/" + B))
        .contains("https://github.com/acme/shop/compare/" + A + "..." + B);
  }

  @Test
  void gitlab_is_linked_with_its_groups() {
    var address = "https://gitlab.example.com/group/sub/shop.git";
    assertThat(link(address, A, address, B))
        .contains("https://gitlab.example.com/group/sub/shop/-/compare/" + A + "..." + B);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github-login.evil.example/acme/shop",
        "https://github.evil.example/acme/shop",
        "https://gitlab.evil.example/acme/shop",
        "https://github.com.evil.example/acme/shop",
        "https://evil.example/github.com/acme",
        "https://github.com@evil.example/acme/shop",
        "https://github.com:x@evil.example/acme/shop",
        "https://gitlab.com/acme/shop",
      })
  void a_host_that_nobody_configured_is_not_linked_whatever_it_is_called(String address) {
    assertThat(link(address, "main@sha1:" + A, address, "main@sha1:" + B)).isEmpty();
  }

  @Test
  void
      those_that_everybody_knows_are_linked_without_configuration_and_others_by_their_whole_name() {
    var lab = "https://GitLab.com/acme/shop";
    assertThat(Commits.compare(Forges.PUBLIC, lab, A, lab, B)).isPresent();
    var hub = "https://github.com/acme/shop";
    assertThat(Commits.compare(Forges.PUBLIC, hub, A, hub, B)).isPresent();
    var own = "https://ghe.example.com/acme/shop";
    assertThat(Commits.compare(Forges.PUBLIC, own, A, own, B)).isEmpty();
    assertThat(link(own, A, own, B)).contains(own + "/compare/" + A + "..." + B);
  }

  @Test
  void nothing_is_linked_where_it_would_mislead() {
    var hub = "https://github.com/acme/shop";
    assertThat(link(hub, A, hub, A)).isEmpty();
    assertThat(link(hub, A, "https://github.com/acme/other", B)).isEmpty();
    assertThat(link(hub, "v1", hub, B)).isEmpty();
    assertThat(link(null, A, hub, B)).isEmpty();
    var own = "https://git.example.com/acme/shop";
    assertThat(link(own, A, own, B)).isEmpty();
    var evil = "https://evil.example/github.com/x\"onclick";
    assertThat(link(evil, A, evil, B)).isEmpty();
  }
}
