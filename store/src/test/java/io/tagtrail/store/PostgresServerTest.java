package io.tagtrail.store;

import static io.tagtrail.store.Fixture.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.testkit.ledger.Story;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server of its own, which is killed, started again, and set to what no ledger should be on.
class PostgresServerTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private int port;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedPostgres server;

  @BeforeEach
  void startFirst() throws Exception {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private void start() throws IOException {
    start("port", String.valueOf(port));
  }

  private void start(String setting, String value) throws IOException {
    server =
        Postgres.durable(EmbeddedPostgres.builder())
            .setServerConfig(setting, value)
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false)
            .setPort(port)
            .start();
  }

  /// As `pg_ctl stop -m immediate` does: every process of the server ends at once, and the next
  /// start has to recover from the write-ahead log.
  private void kill() throws Exception {
    var pid = Files.readAllLines(folder.resolve("data").resolve("postmaster.pid")).getFirst();
    var postmaster = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    assertThat(new ProcessBuilder("kill", "-QUIT", pid.strip()).start().waitFor()).isZero();
    postmaster.onExit().get(30, TimeUnit.SECONDS);
    server.close();
  }

  private PostgresSettings settings() {
    return Postgres.settings(port, "postgres");
  }

  private PostgresLedger create() {
    return PostgresLedger.create(settings(), Postgres.ORIGIN, Fixture.CLOCK);
  }

  private void admin(String... statements) throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      for (var each : statements) {
        statement.execute(each);
      }
    }
  }

  private void setting(String name, String value) throws Exception {
    admin("ALTER SYSTEM SET " + name + " = '" + value + "'", "SELECT pg_reload_conf()");
    for (int i = 0; i < 1000; i++) {
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement();
          var row = statement.executeQuery("SHOW " + name)) {
        row.next();
        if (row.getString(1).equals(value)) {
          return;
        }
      }
      Thread.sleep(10);
    }
    throw new AssertionError(name + " did not change");
  }

  @Test
  void nothing_acknowledged_is_lost_when_the_server_is_killed_under_load() throws Exception {
    create().close();
    var acknowledged = new ConcurrentLinkedQueue<History.Acknowledged>();
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var stop = new AtomicBoolean();
    var threads = new ArrayList<Thread>();
    try (var first = PostgresLedger.open(settings(), InstantSource.system());
        var second = PostgresLedger.open(settings(), InstantSource.system())) {
      for (int i = 0; i < 6; i++) {
        var ledger = i % 2 == 0 ? first : second;
        var alias = new Alias("app-" + i / 3, "prod");
        long base = 1_000_000L * i;
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (long n = base; !stop.get(); n++) {
                    try {
                      acknowledged.add(History.append(ledger, alias, n));
                    } catch (LedgerException e) {
                      if (e.kind() == Kind.CORRUPT || e.kind() == Kind.REFUSED) {
                        failures.add(e);
                      }
                    } catch (RuntimeException e) {
                      failures.add(e);
                    }
                  }
                }));
      }
      for (int round = 0; round < 2; round++) {
        int enough = acknowledged.size() + 100;
        await(acknowledged, enough);
        kill();
        start();
      }
      await(acknowledged, acknowledged.size() + 100);
      stop.set(true);
      for (var thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      History.holds(first, acknowledged, "killed");
    }
  }

  private static void await(ConcurrentLinkedQueue<?> acknowledged, int enough) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (acknowledged.size() < enough) {
      assertThat(System.nanoTime()).as("it got stuck").isLessThan(deadline);
      Thread.sleep(2);
    }
  }

  @Test
  void a_server_that_is_away_is_unavailable_and_the_same_ledger_goes_on_when_it_is_back()
      throws Exception {
    try (var ledger = create()) {
      Fixture.fill(ledger);
      kill();
      PlaceTest.refused(Kind.UNAVAILABLE, ledger::head, "cannot be reached");
      PlaceTest.refused(Kind.UNAVAILABLE, () -> append(ledger, 5, 7), "cannot be reached");
      start();
      assertThat(ledger.head().size()).isEqualTo(5);
      new Story(ledger).promote(PROD, 9);
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @Test
  void a_server_that_can_lose_or_tear_what_it_wrote_is_refused() throws Exception {
    create().close();
    for (var name : List.of("fsync", "full_page_writes")) {
      kill();
      start(name, "off");
      PlaceTest.refused(Kind.REFUSED, this::open, name + " is 'off'");
    }
    kill();
    start();
    open().close();
  }

  @Test
  void a_standby_is_unavailable_for_a_ledger() throws Exception {
    create().close();
    server.close();
    Files.createFile(folder.resolve("data").resolve("standby.signal"));
    start();
    PlaceTest.refused(Kind.UNAVAILABLE, this::open, "it is a standby or read-only");
  }

  /// The commit is on the primary's disk and on no standby: it may be lost by a failover, so it is
  /// not acknowledged.
  @Test
  @Tag("long")
  void a_commit_that_no_standby_confirmed_is_unknown_and_not_acknowledged() throws Exception {
    var settings =
        settings()
            .withTimes(
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(500));
    create().close();
    try (var ledger = PostgresLedger.open(settings, Fixture.CLOCK)) {
      new Story(ledger).adopt(PROD, 1);
      setting("synchronous_standby_names", "nobody");
      // The server's processes take the new setting up one after the other.
      Thread.sleep(200);
      PlaceTest.refused(Kind.UNKNOWN_OUTCOME, () -> append(ledger, 0, 2), "it is not known");
      setting("synchronous_standby_names", "");
      assertThat(ledger.head().size()).isEqualTo(2);
      new Story(ledger).adopt(PROD, 1);
      assertThat(ledger.head().size()).isEqualTo(3);
    }
  }

  private PostgresLedger open() {
    return PostgresLedger.open(settings(), Fixture.CLOCK);
  }

  private static Appended append(PostgresLedger ledger, long version, long bundle) {
    return ledger.append(
        Batch.expecting(PROD.stream(), version)
            .add(Events.refusal(PROD, Events.digest(bundle)).build())
            .build());
  }
}
