package io.tagtrail.bundle.diff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommitsTest {
  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);

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
        "https://user:token@github.com/acme/shop/",
        "git@github.com:acme/shop.git",
        "ssh://git@github.com/acme/shop"
      })
  void github_is_linked_whatever_the_address_is_written_like(String address) {
    assertThat(Commits.compare(address, "main@sha1:" + A, address, "main/" + B))
        .contains("https://github.com/acme/shop/compare/" + A + "..." + B);
  }

  @Test
  void gitlab_is_linked_with_its_groups() {
    var address = "https://gitlab.example.com/group/sub/shop.git";
    assertThat(Commits.compare(address, A, address, B))
        .contains("https://gitlab.example.com/group/sub/shop/-/compare/" + A + "..." + B);
  }

  @Test
  void nothing_is_linked_where_it_would_mislead() {
    var hub = "https://github.com/acme/shop";
    assertThat(Commits.compare(hub, A, hub, A)).isEmpty();
    assertThat(Commits.compare(hub, A, "https://github.com/acme/other", B)).isEmpty();
    assertThat(Commits.compare(hub, "v1", hub, B)).isEmpty();
    assertThat(Commits.compare(null, A, hub, B)).isEmpty();
    var own = "https://git.example.com/acme/shop";
    assertThat(Commits.compare(own, A, own, B)).isEmpty();
    var evil = "https://evil.example/github.com/x\"onclick";
    assertThat(Commits.compare(evil, A, evil, B)).isEmpty();
  }
}
