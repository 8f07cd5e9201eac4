package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.config.IdentityConfig;
import io.tagtrail.store.InMemoryTokenStore;
import io.tagtrail.store.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ApiTokensTest {
  private static final Scope SCOPE =
      new Scope(Set.of("promote", "read"), List.of("shop/dev", "shop/preprod"));
  private static final Duration DAY = Duration.ofDays(1);

  private final TestClock clock = new TestClock();
  private final Desk desk = new Desk(clock);
  private final ApiTokens tokens = desk.identities.apiTokens();
  private final Identity admin = identity(null, null);

  @AfterEach
  void stop() {
    desk.close();
  }

  @Test
  void a_token_is_a_workload_with_what_it_was_given() {
    var created = tokens.create("jenkins", admin, SCOPE, DAY);
    var who = desk.known(created.secret());

    assertThat(who.kind()).isEqualTo(Identity.Kind.WORKLOAD);
    assertThat(who.linked()).isFalse();
    assertThat(who.mover())
        .isEqualTo(
            new Mover(
                Mover.Kind.WORKLOAD,
                FactStatus.VERIFIED,
                "tagtrail",
                "token:jenkins:" + created.token().id()));
    assertThat(who.scope()).isEqualTo(SCOPE);
    assertThat(who.id()).isEqualTo("token:" + created.token().id());
    assertThat(who.expires()).isEqualTo(TestClock.START.plus(DAY));
    assertThat(who.claims()).containsEntry("label", "jenkins").containsEntry("by", admin.id());
    assertThat(who.account()).as("who stands behind it").isEqualTo(admin.id());
    var second = tokens.create("second", who, SCOPE, Duration.ofHours(1));
    assertThat(desk.known(second.secret()).account())
        .as("of a token that a token made, who is behind the first")
        .isEqualTo(admin.id());
  }

  @Test
  void only_a_hash_is_kept_and_nothing_prints_the_secret() {
    var created = tokens.create("jenkins", admin, SCOPE, DAY);
    var kept = desk.store.list().toString();

    assertThat(created.secret()).matches("tt_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}");
    assertThat(kept)
        .doesNotContain(created.secret())
        .doesNotContain(created.secret().substring(16));
    assertThat(created.toString()).doesNotContain(created.secret().substring(16));
    assertThat(ApiToken.parse(created.secret()).orElseThrow().toString())
        .doesNotContain(created.secret().substring(16));
  }

  @Test
  void every_mistyped_character_is_noticed_without_asking_the_store() {
    var secret = tokens.create("jenkins", admin, SCOPE, DAY).secret();
    for (int i = 3; i < secret.length(); i++) {
      if (secret.charAt(i) == '_') {
        continue;
      }
      char other = secret.charAt(i) == 'a' ? 'b' : 'a';
      var typo = secret.substring(0, i) + other + secret.substring(i + 1);
      assertThat(desk.rejected(typo)).as("position %d", i).contains("mistyped");
    }
    assertThat(desk.rejected("tt_")).contains("mistyped");
    assertThat(desk.rejected(secret + "a")).contains("mistyped");
  }

  @Test
  void a_made_up_token_with_a_right_checksum_is_nobody() {
    assertThat(desk.rejected(ApiToken.random().text())).contains("never given out");
  }

  @Test
  void secrets_do_not_repeat() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(seen.add(ApiToken.random().text())).isTrue();
    }
  }

  @Test
  void a_token_ends_when_it_says_or_when_it_is_revoked() {
    var one = tokens.create("one", admin, SCOPE, DAY);
    var two = tokens.create("two", admin, SCOPE, DAY);

    assertThat(tokens.revoke(one.token().id())).isTrue();
    assertThat(tokens.revoke("nothing")).isFalse();
    assertThat(desk.rejected(one.secret())).contains("was revoked");
    clock.advance(DAY.minusMillis(1));
    desk.known(two.secret());
    clock.advance(Duration.ofMillis(1));
    assertThat(desk.rejected(two.secret())).contains("expired at");
  }

  @Test
  void uses_are_noted_once_a_minute() {
    var created = tokens.create("jenkins", admin, SCOPE, DAY);
    assertThat(tokens.list().getFirst().lastUsed()).isNull();
    desk.known(created.secret());
    clock.advance(Duration.ofSeconds(59));
    desk.known(created.secret());
    assertThat(tokens.list().getFirst().lastUsed()).isEqualTo(TestClock.START);
    clock.advance(Duration.ofSeconds(2));
    desk.known(created.secret());
    assertThat(tokens.list().getFirst().lastUsed()).isEqualTo(TestClock.START.plusSeconds(61));
  }

  @Test
  void lifetimes_and_labels_have_bounds() {
    for (var ttl :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), ApiTokens.MAX_TTL.plusMillis(1))) {
      assertThatThrownBy(() -> tokens.create("x", admin, SCOPE, ttl))
          .isInstanceOf(InvalidValueException.class);
    }
    for (var label : List.of("", " ", "x".repeat(101), "a\nb")) {
      assertThatThrownBy(() -> tokens.create(label, admin, SCOPE, DAY))
          .isInstanceOf(InvalidValueException.class);
    }
    assertThat(tokens.list()).isEmpty();
  }

  @Test
  void a_token_cannot_make_a_stronger_one() {
    var end = TestClock.START.plus(DAY);
    var by = identity(SCOPE, end);

    tokens.create("same", by, SCOPE, DAY);
    tokens.create("less", by, new Scope(Set.of("read"), List.of("shop/dev")), Duration.ofHours(1));
    for (var scope :
        List.of(
            new Scope(Set.of("promote", "admin"), SCOPE.aliases()),
            new Scope(SCOPE.rights(), List.of("shop/*")),
            new Scope(SCOPE.rights(), List.of("shop/dev", "*/dev")),
            new Scope(SCOPE.rights(), List.of("*/*")))) {
      assertThatThrownBy(() -> tokens.create("more", by, scope, DAY))
          .hasMessageContaining("cannot make one that can do more");
    }
    assertThatThrownBy(() -> tokens.create("longer", by, SCOPE, DAY.plusSeconds(1)))
        .hasMessageContaining("lasts longer");
  }

  @Test
  void a_narrower_pattern_lies_within_a_wider_one() {
    var all = new Scope(Set.of("read", "promote"), List.of("*/*"));
    var shop = new Scope(Set.of("read"), List.of("shop/*"));

    assertThat(all.contains(shop)).isTrue();
    assertThat(shop.contains(all)).isFalse();
    assertThat(shop.contains(new Scope(Set.of("read"), List.of("shop/prod", "shop/dev")))).isTrue();
    assertThat(shop.contains(new Scope(Set.of("read"), List.of("shop/prod", "cart/dev"))))
        .isFalse();
    assertThat(shop.contains(new Scope(Set.of("read"), List.of("*/prod")))).isFalse();
    assertThat(shop.contains(new Scope(Set.of("promote"), List.of("shop/prod")))).isFalse();
  }

  @Test
  void a_scope_covers_what_it_names() {
    var scope = new Scope(Set.of("promote", "rollback-past-admission"), List.of("shop/*", "*/dev"));

    assertThat(scope.covers("promote", Alias.parse("shop/prod"))).isTrue();
    assertThat(scope.covers("ROLLBACK_PAST_ADMISSION", Alias.parse("cart/dev"))).isTrue();
    assertThat(scope.covers("promote", Alias.parse("cart/prod"))).isFalse();
    assertThat(scope.covers("read", Alias.parse("shop/prod"))).isFalse();
    assertThat(scope.covers("promote", null)).isFalse();
    assertThat(new Scope(Set.of("audit"), List.of("*/*")).covers("audit", null)).isTrue();
    for (var alias : List.of("shop", "shop/prod/x", "sh*p/prod", "", "Shop/prod")) {
      assertThatThrownBy(() -> new Scope(Set.of("read"), List.of(alias)))
          .isInstanceOf(InvalidValueException.class);
    }
    assertThatThrownBy(() -> new Scope(Set.of(), List.of("*/*")))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void a_session_is_no_api_token_and_the_other_way_round() {
    var secret = tokens.create("jenkins", admin, SCOPE, DAY).secret();

    assertThat(desk.identities.authenticator().authenticate(null, secret))
        .isInstanceOf(Authentication.Rejected.class);
    assertThat(tokens.list()).hasSize(1);
  }

  @Test
  void what_kind_a_token_is_says_the_store_not_its_text() {
    var text = ApiToken.random().text();
    desk.store.add(kept("session", text));
    var session = "ts_" + Secrets.base62(Secrets.LENGTH);
    desk.store.add(kept("api", session));

    assertThat(desk.rejected(text)).contains("never given out");
    var config = new IdentityConfig(List.of(), null, true);
    assertThat(new Sessions(config, desk.store, clock).authenticate(session))
        .isInstanceOf(Authentication.Rejected.class);
    new Sessions(config, desk.store, clock).end(session);
    assertThat(desk.store.byHash(Secrets.hash(session)).orElseThrow().revoked()).isNull();
  }

  private static TokenStore.Token kept(String kind, String text) {
    return new TokenStore.Token(
        Secrets.base62(12),
        "x",
        Secrets.hash(text),
        kind,
        "{}",
        List.of("right:read", "alias:*/*"),
        TestClock.START,
        null,
        null,
        null);
  }

  @Test
  void where_they_are_not_configured_they_are_not_believed() {
    try (var closed = new Desk(clock, Desk.TIMES, new IdentityConfig(List.of(), null, false))) {
      var secret = closed.identities.apiTokens().create("x", admin, SCOPE, DAY).secret();
      assertThat(closed.rejected(secret)).contains("not accepted here");
      assertThat(closed.identities.acceptsApiTokens()).isFalse();
    }
  }

  @Test
  void a_store_that_does_not_answer_lets_nobody_in_and_calls_nobody_a_liar() {
    var broken = new Broken();
    try (var identities =
        Identities.open(new IdentityConfig(List.of(), null, true), broken, clock, Map.of())) {
      var answer =
          identities.authenticator().authenticate("Bearer " + ApiToken.random().text(), null);
      assertThat(answer).isInstanceOf(Authentication.Unavailable.class);
    }
  }

  static Identity identity(
      @org.jspecify.annotations.Nullable Scope scope,
      @org.jspecify.annotations.Nullable Instant expires) {
    return new Identity(
        Identity.Kind.WORKLOAD,
        new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, "https://issuer.example", "admin"),
        null,
        false,
        Set.of(),
        Map.of(),
        io.tagtrail.core.event.Facts.Pipeline.MISSING,
        io.tagtrail.core.event.Facts.Source.MISSING,
        scope,
        "https://issuer.example|admin",
        expires);
  }

  /// A store whose database is away.
  private static final class Broken implements TokenStore {
    private final InMemoryTokenStore inner = new InMemoryTokenStore();

    @Override
    public void add(Token token) {
      inner.add(token);
    }

    @Override
    public Optional<Token> byHash(Digest secretHash) {
      throw new LedgerException(LedgerException.Kind.UNAVAILABLE, "the database is away");
    }

    @Override
    public List<Token> list() {
      return inner.list();
    }

    @Override
    public boolean revoke(String id, Instant when) {
      return inner.revoke(id, when);
    }

    @Override
    public void used(String id, Instant when) {
      inner.used(id, when);
    }

    @Override
    public int purge(Instant expiredBefore) {
      return inner.purge(expiredBefore);
    }
  }
}
