package io.tagtrail.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.store.TokenStore.Token;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every promise of [TokenStore], for every implementation.
abstract class TokenStoreContract {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /// The store of this test, empty at its first call; the same one at every call.
  abstract TokenStore store();

  static Digest hash(String secret) {
    return Digest.of(secret.getBytes(StandardCharsets.UTF_8));
  }

  static Token token(int number, @Nullable Instant expires) {
    return new Token(
        "t" + number,
        "release robot " + number,
        hash("secret " + number),
        "api",
        "{\"name\":\"röbot\"}",
        List.of("promote shop/*", "read"),
        START.plusSeconds(number),
        expires,
        null,
        null);
  }

  @Test
  void a_token_is_found_by_the_hash_of_its_secret_as_it_was_given() {
    var token = token(1, START.plusSeconds(60));
    store().add(token);
    assertThat(store().byHash(hash("secret 1"))).contains(token);
    assertThat(store().byHash(hash("another"))).isEmpty();
    assertThat(store().list()).containsExactly(token);
  }

  @Test
  void tokens_are_listed_the_newest_first() {
    for (int i : new int[] {2, 1, 3}) {
      store().add(token(i, null));
    }
    assertThat(store().list()).extracting(Token::id).containsExactly("t3", "t2", "t1");
  }

  @Test
  void a_token_with_a_known_id_or_secret_is_refused_and_the_first_one_stays() {
    var first = token(1, null);
    store().add(first);
    assertThatThrownBy(() -> store().add(token(1, START)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("t1");
    var sameSecret =
        new Token(
            "other", "x", first.secretHash(), "session", "{}", List.of(), START, null, null, null);
    assertThatThrownBy(() -> store().add(sameSecret)).isInstanceOf(IllegalArgumentException.class);
    assertThat(store().list()).containsExactly(first);
  }

  @Test
  void a_revoked_token_keeps_the_time_of_its_first_revocation() {
    store().add(token(1, null));
    assertThat(store().revoke("t1", START.plusSeconds(5))).isTrue();
    assertThat(store().revoke("t1", START.plusSeconds(9))).isTrue();
    var revoked = store().byHash(hash("secret 1")).orElseThrow();
    assertThat(revoked.revoked()).isEqualTo(START.plusSeconds(5));
    assertThat(revoked.countsAt(START)).isFalse();
    assertThat(store().revoke("nobody", START)).isFalse();
  }

  @Test
  void the_last_use_only_goes_forward() {
    store().add(token(1, null));
    store().used("t1", START.plusSeconds(10));
    store().used("t1", START.plusSeconds(3));
    store().used("nobody", START);
    assertThat(store().list().getFirst().lastUsed()).isEqualTo(START.plusSeconds(10));
    store().used("t1", START.plusSeconds(11).plusNanos(1_234_567));
    assertThat(store().list().getFirst().lastUsed()).isEqualTo(START.plusSeconds(11).plusMillis(1));
  }

  @Test
  void what_expired_is_forgotten_and_nothing_else() {
    store().add(token(1, START));
    store().add(token(2, START.plusSeconds(1)));
    store().add(token(3, null));
    store().revoke("t3", START);
    assertThat(store().purge(START.plusSeconds(1))).isEqualTo(1);
    assertThat(store().list()).extracting(Token::id).containsExactly("t3", "t2");
    assertThat(store().purge(START.plusSeconds(1))).isZero();
  }

  @Test
  void a_token_counts_until_it_expires() {
    var token = token(1, START);
    assertThat(token.countsAt(START.minusMillis(1))).isTrue();
    assertThat(token.countsAt(START)).isFalse();
    assertThat(token(2, null).countsAt(START.plusSeconds(1_000_000))).isTrue();
  }

  @Test
  void what_no_store_could_keep_is_no_token() {
    assertThatThrownBy(
            () -> new Token("", "l", hash("x"), "api", "{}", List.of(), START, null, null, null))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() ->
            new Token("t", "a\u0000b", hash("x"), "api", "{}", List.of(), START, null, null, null))
        .isInstanceOf(InvalidValueException.class);
  }
}
