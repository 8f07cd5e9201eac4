package io.tagtrail.store;

import static io.tagtrail.store.Fixture.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.core.ledger.StreamState;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.testkit.ledger.RandomStory;
import io.tagtrail.testkit.ledger.Story;
import io.tagtrail.tlog.TreeHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a check finds, and what a rebuild mends.
class CheckTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private SqliteLedger ledger;

  @BeforeEach
  void fill() {
    ledger = Fixture.create(folder);
    Fixture.fill(ledger);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void a_sound_ledger_has_no_findings() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("CheckTest seed " + seed);
    new RandomStory(seed, ledger).acts(700);
    new Story(ledger).authorise(new Alias("open", "prod"), EventKind.PROMOTION, 1);
    var report = ledger.check();
    assertThat(report.findings()).as("seed %d", seed).isEmpty();
    assertThat(report.isSound()).isTrue();
    assertThat(report.entries()).isEqualTo(ledger.head().size());
    assertThat(report.root()).isEqualTo(ledger.head().root());
  }

  @Test
  void an_empty_ledger_has_no_findings() {
    try (var empty = Fixture.create(folder.resolve("empty"))) {
      assertThat(empty.check().findings()).isEmpty();
      empty.rebuild();
      assertThat(empty.check().findings()).isEmpty();
    }
  }

  @Test
  void an_erased_side_record_is_counted_and_no_finding() {
    var commitment = commitment(1);
    ledger.erase(commitment);
    var report = ledger.check();
    assertThat(report.findings()).isEmpty();
    assertThat(report.erased()).isEqualTo(1);
    ledger.rebuild();
    assertThat(ledger.side(commitment)).isEmpty();
    assertThat(ledger.check().erased()).isEqualTo(1);
  }

  @Test
  void an_erased_text_is_not_on_the_disk_any_more() throws Exception {
    var side = SideRecord.of(Commitments.REASON, "a-very-private-reason");
    var event =
        Events.authorisation(ledger.alias(PROD), EventKind.ROLLBACK, 1, ledger.head().time())
            .commitments(Commitments.to(List.of(side)))
            .build();
    new Story(ledger)
        .committed(
            Batch.expecting(PROD.stream(), ledger.alias(PROD).version())
                .add(event)
                .sides(List.of(side))
                .build());
    assertThat(onDisk("a-very-private-reason")).isTrue();
    ledger.erase(side.commitment());
    assertThat(onDisk("a-very-private-reason")).isFalse();
    assertThat(ledger.check().findings()).isEmpty();
  }

  private boolean onDisk(String text) throws Exception {
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (bytes.contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void one_corrupted_byte_of_an_entry_is_found() throws Exception {
    Fixture.tamperBehindTrigger(
        folder,
        "entry_not_updated",
        "UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '1.0.2', '1.0.9') AS BLOB)"
            + " WHERE idx = 2");
    var report = ledger.check();
    assertThat(report.findings())
        .anySatisfy(f -> finding(f, Finding.Kind.ENTRY, 2L, "hash"))
        .anySatisfy(f -> finding(f, Finding.Kind.HEAD, null, "add up"));
    assertThat(report.isMendable()).isFalse();
    PlaceTest.refused(Kind.CORRUPT, ledger::rebuild, "entry 2 was altered");
    assertThat(ledger.history(PROD.stream(), Long.MAX_VALUE, 10)).hasSize(5);
  }

  @Test
  void an_entry_that_was_altered_with_its_hash_is_found_by_the_root() throws Exception {
    var event = ledger.entry(4).orElseThrow().event();
    var other = event.at(event.time().plusSeconds(5)).encode();
    var leaf = TreeHash.leaf(other).hex();
    Fixture.tamperBehindTrigger(
        folder,
        "entry_not_updated",
        "UPDATE entry SET body = x'%s', leaf = x'%s' WHERE idx = 4"
            .formatted(HexFormat.of().formatHex(other), leaf));
    var report = ledger.check();
    assertThat(report.findings())
        .anySatisfy(f -> finding(f, Finding.Kind.HEAD, null, "add up"))
        .anySatisfy(f -> finding(f, Finding.Kind.PROJECTION, 4L, "something else"));
    PlaceTest.refused(Kind.CORRUPT, ledger::rebuild, "add up to the root");
  }

  @Test
  void a_deleted_entry_is_found() throws Exception {
    Fixture.tamperBehindTrigger(folder, "entry_not_deleted", "DELETE FROM entry WHERE idx = 3");
    var report = ledger.check();
    assertThat(report.findings())
        .anySatisfy(f -> finding(f, Finding.Kind.ENTRY, 4L, "after entry 2"))
        .anySatisfy(f -> finding(f, Finding.Kind.CHAIN, 4L, "intent"));
    PlaceTest.refused(Kind.CORRUPT, ledger::rebuild, "entry 4");
  }

  @Test
  void a_cut_off_end_is_found() throws Exception {
    Fixture.tamperBehindTrigger(folder, "entry_not_deleted", "DELETE FROM entry WHERE idx = 4");
    assertThat(ledger.check().findings())
        .anySatisfy(f -> finding(f, Finding.Kind.HEAD, null, "the head says 5 entries"));
  }

  @Test
  void an_entry_that_is_no_event_is_found_and_the_rest_is_read_on() throws Exception {
    Fixture.tamperBehindTrigger(
        folder, "entry_not_updated", "UPDATE entry SET body = CAST('{}' AS BLOB) WHERE idx = 1");
    assertThat(ledger.check().findings())
        .anySatisfy(f -> finding(f, Finding.Kind.ENTRY, 1L, "cannot be read"));
    assertThat(ledger.check().entries()).isEqualTo(5);
    PlaceTest.refused(Kind.CORRUPT, () -> ledger.entry(1), "entry 1");
  }

  @Test
  void bytes_that_are_not_canonical_are_found() throws Exception {
    Fixture.tamperBehindTrigger(
        folder,
        "entry_not_updated",
        "UPDATE entry SET body = CAST(' ' || CAST(body AS TEXT) AS BLOB) WHERE idx = 0");
    assertThat(ledger.check().findings())
        .anySatisfy(f -> finding(f, Finding.Kind.ENTRY, 0L, "canonical"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE event SET revision = 'abcdef0' WHERE idx = 2",
        "UPDATE event SET pipeline = NULL WHERE idx = 2",
        "UPDATE event SET stream = 'shop/dev' WHERE idx = 0",
        "UPDATE event SET time = time + 1 WHERE idx = 3",
        "UPDATE event SET governs = 0 WHERE idx = 0",
        "UPDATE event SET request_key = zeroblob(32) WHERE idx = 4",
        "UPDATE event SET sequence = 17 WHERE idx = 4",
        "DELETE FROM event WHERE idx = 2",
        "INSERT INTO event (idx, stream, kind, time, governs) VALUES (9, 'a/b', 'hold', 0, 0)",
        "DELETE FROM named WHERE idx = 2",
        "INSERT INTO named (digest, idx) VALUES (zeroblob(32), 1)",
        "UPDATE named SET idx = 0 WHERE idx = 1",
        "DELETE FROM stream",
        "UPDATE stream SET version = 3",
        "UPDATE stream SET state = CAST('{\"version\":4}' AS BLOB)",
        "UPDATE stream SET state = CAST('nonsense' AS BLOB)",
        "INSERT INTO stream (key, version, state) VALUES ('a/b', 1, CAST('{}' AS BLOB))",
        "INSERT INTO tile (level, idx, root, hashes) VALUES (0, 0, zeroblob(32), zeroblob(8192))"
      })
  void an_altered_projection_is_found_and_a_rebuild_mends_it(String statement) throws Exception {
    var head = ledger.head();
    var state = ledger.alias(PROD);
    Fixture.tamper(folder, statement);
    var report = ledger.check();
    assertThat(report.findings()).isNotEmpty();
    assertThat(report.isMendable()).as("%s", report.findings()).isTrue();
    ledger.rebuild();
    assertThat(ledger.check().findings()).isEmpty();
    assertThat(ledger.head()).isEqualTo(head);
    assertThat(ledger.alias(PROD)).isEqualTo(state);
    new Story(ledger).promote(PROD, 4);
    assertThat(ledger.check().findings()).isEmpty();
  }

  @Test
  void a_lost_or_altered_tile_is_found_and_mended() throws Exception {
    var batch = Batch.expecting(PROD.stream(), ledger.alias(PROD).version());
    for (int i = 0; i < 600; i++) {
      batch.add(Events.refusal(PROD, Events.digest(i)).build());
    }
    new Story(ledger).committed(batch.build());
    assertThat(ledger.check().findings()).isEmpty();
    Fixture.tamper(folder, "DELETE FROM tile WHERE idx = 0", "UPDATE tile SET root = zeroblob(32)");
    assertThat(ledger.check().findings())
        .hasSize(2)
        .anySatisfy(f -> finding(f, Finding.Kind.PROJECTION, null, "tile/0/000"))
        .anySatisfy(f -> finding(f, Finding.Kind.PROJECTION, null, "tile/0/001"));
    ledger.rebuild();
    assertThat(ledger.check().findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UPDATE log SET root = zeroblob(32);HEAD",
        "UPDATE log SET last = last + 1;HEAD",
        "UPDATE side SET value = 'somebody else';SIDE",
        "DELETE FROM side;SIDE",
        "UPDATE outbox SET idx = idx + 77;OUTBOX"
      })
  void what_no_rebuild_brings_back_is_found(String statement, Finding.Kind kind) throws Exception {
    Fixture.tamper(folder, statement);
    assertThat(ledger.check().findings()).isNotEmpty().allMatch(f -> f.kind() == kind);
    assertThat(ledger.check().isMendable()).isFalse();
  }

  @Test
  void a_damaged_or_missing_document_is_found() throws Exception {
    Fixture.tamperBehindTrigger(
        folder, "document_not_updated", "UPDATE document SET bytes = x'7b7d'");
    assertThat(ledger.check().findings())
        .hasSize(3)
        .allMatch(f -> f.kind() == Finding.Kind.DOCUMENT);
    Fixture.tamperBehindTrigger(folder, "document_not_deleted", "DELETE FROM document");
    assertThat(ledger.check().findings())
        .hasSize(3)
        .anySatisfy(f -> finding(f, Finding.Kind.DOCUMENT, 0L, "not kept"));
    for (int bundle = 1; bundle <= 3; bundle++) {
      ledger.keep(Events.manifest(bundle));
    }
    assertThat(ledger.check().findings()).isEmpty();
  }

  @Test
  void a_rebuild_keeps_what_does_not_follow_from_the_entries() {
    var text = new Document("text/plain", "kept".getBytes(StandardCharsets.UTF_8));
    ledger.keep(text);
    ledger.done(2, TaskKind.ATTACH, ledger.head().time());
    var tasks = ledger.tasks(2);
    ledger.rebuild();
    assertThat(ledger.document(text.digest())).isPresent();
    assertThat(ledger.side(commitment(1))).isPresent();
    assertThat(ledger.tasks(2)).isEqualTo(tasks);
    assertThat(ledger.pending()).isEqualTo(1);
  }

  @Test
  void a_state_that_cannot_be_read_stops_its_own_stream_alone() throws Exception {
    Fixture.tamper(folder, "UPDATE stream SET state = CAST('nonsense' AS BLOB)");
    PlaceTest.refused(Kind.CORRUPT, () -> ledger.alias(PROD), "shop/prod");
    var hold = Events.hold(PROD, Stop.Scope.ALL, null).build();
    PlaceTest.refused(
        Kind.CORRUPT,
        () -> ledger.append(Batch.expecting(PROD.stream(), 4).add(hold).build()),
        "shop/prod");
    var other = new Alias("cart", "prod");
    assertThat(ledger.alias(other).version()).isEqualTo(StreamState.NEVER);
    new Story(ledger).adopt(other, 1);
    assertThat(ledger.alias(other).version()).isEqualTo(5);
  }

  private Digest commitment(long index) {
    var commitments = ledger.entry(index).orElseThrow().event().commitments().byField();
    return Objects.requireNonNull(commitments.get(Commitments.MOVER));
  }

  private static void finding(
      Finding finding, Finding.Kind kind, @Nullable Long index, String what) {
    assertThat(finding.kind()).isEqualTo(kind);
    assertThat(finding.index()).isEqualTo(index);
    assertThat(finding.what()).contains(what);
  }
}
