package io.tagtrail.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Digest;
import io.tagtrail.tlog.Hash;
import io.tagtrail.tlog.TreeHash;
import io.tagtrail.tlog.Verify;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What is kept beside the entries: side records, documents, the outbox; and the proofs over them.
abstract class KeptContract extends QuestionContract {
  private static final byte[] TEXT = "some bytes".getBytes(StandardCharsets.UTF_8);

  @Test
  void a_side_record_is_kept_until_it_is_erased_and_its_entry_after_that() {
    story().adopt(PROD, 1).promote(PROD, 2);
    var authorisation = ledger().entry(1).orElseThrow();
    var commitment =
        Objects.requireNonNull(
            authorisation.event().commitments().byField().get(Commitments.MOVER));
    var side = ledger().side(commitment).orElseThrow();
    assertThat(side.value()).isEqualTo("a.person@example.com");
    assertThat(side.commitment()).isEqualTo(commitment);
    var head = ledger().head();

    assertThat(ledger().erase(commitment)).isTrue();
    assertThat(ledger().side(commitment)).isEmpty();
    assertThat(ledger().erase(commitment)).isFalse();
    assertThat(ledger().entry(1)).contains(authorisation);
    assertThat(ledger().head()).isEqualTo(head);
    assertThat(another(clock).side(commitment)).isEmpty();
    assertThat(ledger().erase(Events.digest(9))).isFalse();
  }

  @Test
  void an_erased_side_record_does_not_come_back_with_the_outcome() {
    var side = SideRecord.of(Commitments.REASON, "because of a person");
    var commitments = Commitments.to(List.of(side));
    story().adopt(PROD, 1);
    var event =
        Events.authorisation(ledger().alias(PROD), EventKind.ROLLBACK, 2, START)
            .commitments(commitments)
            .build();
    story().committed(Batch.expecting(PROD.stream(), 0).add(event).sides(List.of(side)).build());
    ledger().erase(side.commitment());
    var outcome = Events.moved(ledger().alias(PROD), event).build();
    story().committed(Batch.expecting(PROD.stream(), 1).add(outcome).sides(List.of(side)).build());
    assertThat(ledger().side(side.commitment())).isEmpty();
  }

  @Test
  void a_document_is_kept_under_its_digest_byte_by_byte() {
    var document = new Document("text/plain", TEXT);
    assertThat(ledger().document(document.digest())).isEmpty();
    ledger().keep(document);
    ledger().keep(document);
    ledger().keep(new Document("text/html", TEXT));
    var kept = ledger().document(document.digest()).orElseThrow();
    assertThat(kept.bytes()).isEqualTo(TEXT);
    assertThat(kept.mediaType()).isEqualTo("text/plain");
    assertThat(another(clock).document(Digest.of(TEXT))).isPresent();
  }

  @Test
  void documents_come_with_a_batch_too() {
    story().adopt(PROD, 1);
    assertThat(ledger().document(Events.digest(1)).orElseThrow().bytes())
        .isEqualTo(Events.manifest(1).bytes());
  }

  @Test
  void the_outbox_holds_a_task_until_it_is_done() {
    story().adopt(PROD, 1).promote(PROD, 2).promote(PROD, 3);
    assertThat(ledger().pending()).isEqualTo(2);
    assertThat(ledger().due(TaskKind.ATTACH, START.minusMillis(1), 10)).isEmpty();
    assertThat(ledger().due(TaskKind.ATTACH, START, 10))
        .extracting(Outgoing::index)
        .containsExactly(2L, 4L);
    assertThat(ledger().due(TaskKind.ATTACH, START, 1))
        .extracting(Outgoing::index)
        .containsExactly(2L);

    var again = START.plusSeconds(30);
    ledger().failed(2, TaskKind.ATTACH, "503 from the registry", again);
    assertThat(ledger().due(TaskKind.ATTACH, START, 10))
        .extracting(Outgoing::index)
        .containsExactly(4L);
    assertThat(ledger().tasks(2))
        .containsExactly(new Outgoing(2, TaskKind.ATTACH, 1, again, null, "503 from the registry"));
    assertThat(ledger().due(TaskKind.ATTACH, again, 10))
        .extracting(Outgoing::index)
        .containsExactly(2L, 4L);

    ledger().done(2, TaskKind.ATTACH, again);
    assertThat(ledger().pending()).isEqualTo(1);
    assertThat(ledger().due(TaskKind.ATTACH, again, 10))
        .extracting(Outgoing::index)
        .containsExactly(4L);
    assertThat(another(clock).tasks(2)).extracting(Outgoing::done).containsExactly(again);
    assertThat(ledger().tasks(0)).isEmpty();
  }

  @Test
  void a_task_that_is_done_stays_done() {
    story().adopt(PROD, 1).promote(PROD, 2);
    ledger().done(2, TaskKind.ATTACH, START);
    ledger().failed(2, TaskKind.ATTACH, "late news of an old attempt", START.plusSeconds(9));
    ledger().done(2, TaskKind.ATTACH, START.plusSeconds(10));
    assertThat(ledger().pending()).isZero();
    assertThat(ledger().tasks(2)).extracting(Outgoing::done).containsExactly(START);
    assertThatThrownBy(() -> ledger().done(0, TaskKind.ATTACH, START))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("entry 0");
    assertThatThrownBy(() -> ledger().failed(99, TaskKind.ATTACH, "x", Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void every_entry_is_proven_to_be_in_every_tree() {
    for (int bundle = 1; bundle <= 10; bundle++) {
      story().adopt(PROD, bundle);
      var head = ledger().head();
      for (var entry : ledger().entries(0, 100)) {
        assertThat(proves(entry.index(), head.size(), head.root()))
            .as("entry %d of %d", entry.index(), head.size())
            .isTrue();
      }
    }
    assertThat(proves(3, 10, Digest.of(TEXT))).isFalse();
  }

  @Test
  void an_entry_in_a_log_of_many_tiles_is_proven() {
    var batch = Batch.expecting(PROD.stream(), ledger().alias(PROD).version());
    for (int i = 0; i < 700; i++) {
      batch.add(Events.refusal(PROD, Events.digest(i)).build());
    }
    story().committed(batch.build());
    var head = ledger().head();
    for (long index = 0; index < 700; index += 13) {
      assertThat(proves(index, head.size(), head.root())).as("entry %d", index).isTrue();
    }
  }

  @Test
  void what_is_not_in_the_tree_has_no_proof() {
    story().adopt(PROD, 1);
    assertThatThrownBy(() -> ledger().inclusion(1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger().inclusion(0, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger().inclusion(-1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private boolean proves(long index, long size, Digest root) {
    var leaf = TreeHash.leaf(ledger().entry(index).orElseThrow().event().encode());
    var proof = ledger().inclusion(index, size).stream().map(d -> Hash.parseHex(d.hex())).toList();
    return Verify.inclusion(leaf, index, size, proof, Hash.parseHex(root.hex()));
  }
}
