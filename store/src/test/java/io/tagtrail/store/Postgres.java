package io.tagtrail.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// A real PostgreSQL: one server for all tests of this JVM, a database for each that asks.
final class Postgres {
  static final String ORIGIN = Fixture.ORIGIN;
  private static final AtomicInteger NEXT = new AtomicInteger();

  /// How many databases are left alone: no test uses as many at once.
  private static final int KEPT = 12;

  private Postgres() {}

  private static final class Shared {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        var server = durable(EmbeddedPostgres.builder()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void close(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// It would begin with settings that lose what was acknowledged.
  static EmbeddedPostgres.Builder durable(EmbeddedPostgres.Builder builder) {
    return builder
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "200");
  }

  static int port() {
    return Shared.SERVER.getPort();
  }

  /// Makes an empty database. Those of tests that are long over are dropped on the way: the server
  /// would take its time to delete hundreds at the end.
  static PostgresSettings database() {
    int number = NEXT.incrementAndGet();
    var name = "test_" + number;
    if (number > KEPT) {
      admin("postgres", "DROP DATABASE IF EXISTS test_%d WITH (FORCE)".formatted(number - KEPT));
    }
    admin("postgres", "CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0");
    return settings(port(), name);
  }

  static PostgresSettings settings(int port, String database) {
    return PostgresSettings.of(
            "postgresql://localhost:%d/%s".formatted(port, database), "postgres", () -> null)
        .withTimes(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20));
  }

  static String name(PostgresSettings settings) {
    return settings.url().substring(settings.url().lastIndexOf('/') + 1);
  }

  /// What an administrator with `psql` does.
  static void admin(String database, String... statements) {
    try (var connection = Shared.SERVER.getDatabase("postgres", database).getConnection();
        var statement = connection.createStatement()) {
      for (var each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The same in the schema of a ledger.
  static void tamper(PostgresSettings settings, String... statements) {
    for (var each : statements) {
      admin(name(settings), "SET search_path TO tagtrail; " + each);
    }
  }
}
