package io.tagtrail.store;

import static io.tagtrail.store.Fixture.PROD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.testkit.ledger.Story;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a database is named, and that nobody reads its password.
class PostgresSettingsTest {
  @SuppressWarnings("NullAway.Init")
  private PostgresSettings settings;

  @BeforeEach
  void make() {
    settings = Postgres.database();
  }

  private PostgresLedger create() {
    return PostgresLedger.create(settings, Postgres.ORIGIN, Fixture.CLOCK);
  }

  @Test
  void no_failure_says_the_password() {
    var secret = "hunter2-and-more";
    for (var wrong :
        new PostgresSettings[] {
          PostgresSettings.of("postgresql://127.0.0.1:1/none", "nobody", () -> secret),
          PostgresSettings.of(settings.url() + "_missing", "postgres", () -> secret),
          PostgresSettings.of(settings.url(), "nobody", () -> secret)
        }) {
      assertThatThrownBy(() -> PostgresLedger.open(wrong, Fixture.CLOCK))
          .isInstanceOfSatisfying(
              LedgerException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                for (Throwable each = e; each != null; each = each.getCause()) {
                  assertThat(each.toString()).doesNotContain(secret);
                }
              });
      assertThat(wrong.toString()).doesNotContain(secret);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:hunter2@localhost/db",
        "postgresql://localhost/db?password=hunter2",
        "postgresql://localhost/db?user=me",
        "postgresql://localhost/db?sslmode=require&sslpassword=hunter2",
        "postgresql://localhost/db?socketFactory=hunter2",
        "postgresql://localhost/db?loggerFile=hunter2",
        "postgresql://localhost/",
        "postgresql://localhost",
        "mysql://localhost/hunter2",
        "jdbc:sqlite:hunter2"
      })
  void an_address_with_a_secret_or_of_another_kind_is_refused_and_not_repeated(String url) {
    assertThatThrownBy(() -> PostgresSettings.of(url, "me", () -> null))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void an_address_may_name_hosts_and_tls() {
    var several =
        PostgresSettings.of(
            "postgresql://one:5432,two:5433/ledger?targetServerType=primary&sslmode=verify-full",
            "me",
            () -> null);
    assertThat(several.shown()).isEqualTo("postgresql://one:5432,two:5433/ledger");
    assertThat(several.url()).startsWith("jdbc:postgresql://one");
  }

  @Test
  void the_password_is_asked_for_at_every_new_connection() {
    var asked = new java.util.concurrent.atomic.AtomicInteger();
    create().close();
    var counting =
        PostgresSettings.of(
            settings.url(),
            "postgres",
            () -> {
              asked.incrementAndGet();
              return "any";
            });
    try (var ledger = PostgresLedger.open(counting, Fixture.CLOCK)) {
      ledger.head();
      new Story(ledger).adopt(PROD, 1);
      assertThat(asked.get()).isGreaterThanOrEqualTo(2);
    }
  }
}
