package io.tagtrail.server.readiness;

import static io.tagtrail.server.readiness.Town.DEV;
import static io.tagtrail.server.readiness.Town.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.server.readiness.TargetState.State;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
  private static final Bundle A = Artifacts.image(1, 2, 100);
  private static final Bundle B = Artifacts.image(2, 2, 100);
  private static final Bundle C = Artifacts.image(3, 2, 100);

  private final Town town = new Town();

  @AfterEach
  void end() {
    town.close();
  }

  private Looked looked() throws InterruptedException {
    return town.look(PROD).looked().getFirst();
  }

  private static State state(Looked looked, Bundle bundle) {
    return looked
        .all()
        .filter(each -> each.digest().equals(bundle.digest()))
        .map(TargetState::state)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void an_alias_whose_targets_are_whole_can_go_back_to_the_newest() throws InterruptedException {
    town.live(PROD, A, B, C);

    var looked = looked();

    assertThat(looked.answer()).isEqualTo(Answer.CAN);
    assertThat(looked.target()).isEqualTo(2);
    assertThat(looked.targets()).extracting(TargetState::state).containsOnly(State.READY);
    assertThat(looked.targets()).hasSize(2);
    assertThat(looked.live()).isNotNull();
    assertThat(looked.outOfStep()).isEmpty();
    assertThat(town.losses()).isEmpty();
  }

  @Test
  void one_bundle_alone_is_no_failure_and_no_way_back() throws InterruptedException {
    town.live(PROD, A);

    assertThat(looked().answer()).isEqualTo(Answer.FIRST);
  }

  @Test
  void a_lost_layer_is_recorded_once_and_found_again_is_said() throws InterruptedException {
    town.live(PROD, A, B);
    var layer = A.blobs().getLast();
    town.registry.lose("acme/shop", layer.digest());

    var looked = looked();
    assertThat(looked.answer()).isEqualTo(Answer.CANNOT);
    assertThat(looked.why()).contains("#1").contains(layer.digest().toString());
    assertThat(state(looked, A)).isEqualTo(State.LOST);
    assertThat(town.losses()).hasSize(1);
    assertThat(town.losses().getFirst().subject()).isEqualTo(A.digest());

    town.time.pause(Duration.ofHours(7));
    looked();
    assertThat(town.losses()).as("as long as it stays lost").hasSize(1);

    town.registry.pusher().blob(town.repository, layer.bytes());
    var found = looked();
    assertThat(found.answer()).isEqualTo(Answer.CAN);
    assertThat(found.found()).singleElement().asString().contains("#1");
    assertThat(looked().found()).as("said once").isEmpty();

    town.registry.lose("acme/shop", layer.digest());
    looked();
    assertThat(town.losses()).as("lost again").hasSize(2);
  }

  @Test
  void without_its_notes_it_believes_the_ledger() throws InterruptedException {
    town.live(PROD, A, B);
    town.registry.lose("acme/shop", A.blobs().getLast().digest());
    looked();

    for (var note : town.notes.all("readiness.lost")) {
      town.notes.remove(note.topic(), note.key());
    }
    looked();

    assertThat(town.losses()).hasSize(1);
  }

  @Test
  void a_lost_child_manifest_is_a_loss() throws InterruptedException {
    var index = Artifacts.index(List.of(A, B));
    town.live(PROD, index, C);
    town.registry.lose("acme/shop", B.digest());

    var looked = looked();

    assertThat(looked.answer()).isEqualTo(Answer.CANNOT);
    assertThat(looked.why()).contains(B.digest().toString());
    assertThat(town.losses()).hasSize(1);
  }

  @Test
  void an_image_that_is_gone_is_a_loss_and_one_nobody_answers_for_is_none()
      throws InterruptedException {
    town.live(PROD, A, B);
    town.examiner =
        subject ->
            new Examiner.Examined(
                List.of(
                    new Check(
                        Examiner.IMAGES,
                        Guard.SAFETY,
                        Result.UNKNOWN,
                        "ghcr.io/acme/web does not answer")),
                null);
    assertThat(looked().answer()).isEqualTo(Answer.UNKNOWN);
    assertThat(town.losses()).isEmpty();

    town.examiner =
        subject ->
            new Examiner.Examined(
                List.of(
                    new Check(
                        Examiner.IMAGES,
                        Guard.SAFETY,
                        subject.bundle().equals(A.descriptor()) ? Result.FAIL : Result.PASS,
                        "ghcr.io/acme/web@sha256:… is gone")),
                null);
    var looked = looked();
    assertThat(looked.answer()).isEqualTo(Answer.CANNOT);
    assertThat(looked.why()).contains("is gone");
    assertThat(town.losses()).hasSize(1);
  }

  @Test
  void what_another_check_refuses_is_unsafe_and_not_lost() throws InterruptedException {
    town.live(PROD, A, B);
    town.examiner =
        subject ->
            new Examiner.Examined(
                List.of(
                    new Check(
                        Examiner.FLUX_VERIFY, Guard.SAFETY, Result.FAIL, "no signature of prod")),
                null);

    var looked = looked();

    assertThat(state(looked, A)).isEqualTo(State.UNSAFE);
    assertThat(looked.answer()).isEqualTo(Answer.CANNOT);
    assertThat(town.losses()).isEmpty();
  }

  @Test
  void a_deleted_keep_tag_is_said_and_takes_nothing_away_yet() throws InterruptedException {
    town.live(PROD, A, B);
    town.untag("prod.1");

    var looked = looked();

    assertThat(looked.answer()).isEqualTo(Answer.CAN);
    assertThat(looked.outOfStep())
        .singleElement()
        .satisfies(tag -> assertThat(tag.words()).endsWith("acme/shop:prod.1 is gone"));
    assertThat(town.losses()).isEmpty();
  }

  @Test
  void a_keep_tag_at_another_bundle_is_said_with_that_bundle() throws InterruptedException {
    town.live(PROD, A, B);
    town.registry.pusher().manifest(town.repository, "prod.1", B.manifest());

    assertThat(looked().outOfStep())
        .singleElement()
        .satisfies(tag -> assertThat(tag.at()).isEqualTo(B.digest()));
  }

  @Test
  void a_registry_that_forgets_what_has_no_tag_has_lost_it_though_the_ledger_has_the_manifest()
      throws InterruptedException {
    town.live(PROD, A, B);
    town.registry.lose("acme/shop", A.digest());

    var looked = looked();

    assertThat(state(looked, A)).isEqualTo(State.LOST);
    assertThat(looked.answer())
        .as("a rollback would put it back, and nobody knows whether it is enough")
        .isEqualTo(Answer.UNKNOWN);
    assertThat(town.losses()).hasSize(1);
  }

  @Test
  void a_registry_that_is_away_is_neither_can_nor_cannot() throws InterruptedException {
    town.live(PROD, A, B);
    for (int status : new int[] {500, 503, 401, 403, 429}) {
      town.away(status);

      var looked = looked();

      assertThat(looked.answer()).as("%d", status).isEqualTo(Answer.UNKNOWN);
      assertThat(looked.targets()).extracting(TargetState::state).containsOnly(State.UNKNOWN);
      assertThat(looked.outOfStep()).isEmpty();
      assertThat(town.losses()).isEmpty();
    }
    town.back();
    assertThat(looked().answer()).isEqualTo(Answer.CAN);
  }

  @Test
  void a_loss_that_is_seen_only_once_is_none() throws InterruptedException {
    town.live(PROD, A, B);
    var layer = A.blobs().getLast().digest().toString();
    var asked = new AtomicInteger();
    town.registry.fault(exchange -> {
      boolean first =
          exchange.getRequestURI().getPath().contains(layer) && asked.getAndIncrement() == 0;
      if (first) {
        exchange.sendResponseHeaders(404, -1);
      }
      return first;
    });

    assertThat(looked().answer()).isEqualTo(Answer.CAN);
    assertThat(asked.get()).isGreaterThan(1);
    assertThat(town.losses()).isEmpty();
  }

  @Test
  void while_a_move_is_under_way_nothing_is_recorded_and_afterwards_it_is()
      throws InterruptedException {
    town.live(PROD, A, B);
    town.registry.lose("acme/shop", A.blobs().getLast().digest());
    town.unfinished(PROD, C);

    looked();
    assertThat(town.losses()).isEmpty();

    town.time.pause(Duration.ofMinutes(10));
    town.tagtrail.state().check(PROD);
    looked();
    assertThat(town.losses()).hasSize(1);
  }

  @Test
  void a_lost_live_bundle_is_recorded_too() throws InterruptedException {
    town.live(PROD, A, B);
    town.registry.lose("acme/shop", B.blobs().getFirst().digest());

    var looked = looked();

    assertThat(state(looked, B)).isEqualTo(State.LOST);
    assertThat(looked.answer()).as("there is a way back all the same").isEqualTo(Answer.CAN);
    assertThat(town.losses()).hasSize(1);
  }

  @Test
  void an_alias_that_was_moved_outside_can_go_back_to_what_governs() throws InterruptedException {
    town.live(PROD, A);
    town.registry.pusher().push(town.repository, new io.tagtrail.core.model.Tag("prod"), C);
    town.tagtrail.state().check(PROD);

    var looked = looked();

    assertThat(looked.answer()).isEqualTo(Answer.CAN);
    assertThat(looked.target()).isEqualTo(1);
    assertThat(looked.live()).isNull();
  }

  @Test
  void a_blocked_target_is_none_and_the_answer_says_so() throws InterruptedException {
    town.live(PROD, A, B);
    town.block(A);

    var looked = looked();

    assertThat(looked.answer()).isEqualTo(Answer.CANNOT);
    assertThat(looked.why()).contains("blocked");
  }

  @Test
  void a_hold_on_all_moves_is_in_the_way() throws InterruptedException {
    town.live(PROD, A, B);
    town.holdAll(PROD);

    var looked = looked();

    assertThat(looked.answer()).isEqualTo(Answer.CANNOT);
    assertThat(looked.why()).contains("on hold");
  }

  @Test
  void what_bundles_share_is_asked_for_once_in_a_round() throws InterruptedException {
    town.live(DEV, A, B).live(PROD, A, B);
    town.registry.forgetRequests();

    town.look(DEV, PROD);

    var blobs = town.registry.requests().stream().filter(each -> each.contains("/blobs/")).toList();
    assertThat(blobs).doesNotHaveDuplicates();
    assertThat(blobs).hasSize(6);
    assertThat(town.registry.requests())
        .allMatch(each -> each.startsWith("HEAD") || each.startsWith("GET"));
    assertThat(town.round.asked()).isEqualTo(town.registry.requests().size());
  }

  @Test
  void a_round_that_is_broken_off_goes_on_where_it_stopped() throws InterruptedException {
    town.live(DEV, A, B).live(PROD, A, B);
    var rehearsal = town.rehearsal();
    var since = town.time.now();
    assertThat(rehearsal.due(since)).containsExactlyInAnyOrder(DEV, PROD);
    var begun = new AtomicInteger();

    rehearsal.look(rehearsal.due(since), () -> begun.getAndIncrement() > 0);

    assertThat(town.rehearsal().due(since)).as("another process goes on").hasSize(1);
    town.rehearsal().look(town.rehearsal().due(since), () -> false);
    assertThat(town.rehearsal().due(since)).isEmpty();
    assertThat(town.rehearsal().report().aliases()).hasSize(2);
  }

  @Test
  void a_move_makes_an_alias_due_and_what_is_recorded_of_a_loss_does_not()
      throws InterruptedException {
    town.live(PROD, A, B);
    town.registry.lose("acme/shop", A.blobs().getLast().digest());
    var since = town.time.now();
    looked();
    assertThat(town.losses()).hasSize(1);
    assertThat(town.rehearsal().due(since)).isEmpty();

    town.live(PROD, C);
    assertThat(town.rehearsal().due(since)).containsExactly(PROD);
  }

  @Test
  void the_report_counts_and_says_why() throws InterruptedException {
    town.live(DEV, A, B).live(PROD, A, B);
    town.block(A);
    town.live(DEV, C);
    assertThat(town.rehearsal().report().missing()).containsExactly(DEV, PROD);

    town.look(DEV, PROD);
    var report = town.rehearsal().report();

    assertThat(report.missing()).isEmpty();
    assertThat(report.count(Answer.CAN)).isEqualTo(1);
    var prod = report.environments().getOrDefault("prod", List.of());
    assertThat(Report.sentence("prod", prod)).isEqualTo("0 of 1 prod alias can go back; 1 cannot");
    assertThat(report.only(PROD::equals).aliases()).hasSize(1);
    assertThat(Report.fromJson(JsonReader.object(report.toJson().canonicalBytes())))
        .isEqualTo(report);
  }

  @Test
  void a_note_of_another_version_is_looked_past() throws InterruptedException {
    town.live(PROD, A, B);
    town.notes.put(
        new Notes.Note("readiness", PROD.toString(), new byte[] {'{', '}'}, town.time.now()));

    assertThat(town.rehearsal().report().missing()).containsExactly(PROD);
    assertThat(town.rehearsal().due(town.time.now())).containsExactly(PROD);
  }

  @Test
  void nothing_is_written_to_the_registry_whatever_is_missing() throws InterruptedException {
    town.live(PROD, A, B, C);
    town.untag("prod.1");
    town.registry.lose("acme/shop", B.digest());
    town.registry.forgetRequests();

    looked();

    assertThat(town.registry.requests())
        .isNotEmpty()
        .allMatch(each -> each.startsWith("HEAD ") || each.startsWith("GET "));
  }

  @Test
  void targets_are_told_with_their_keep_tags_and_windows() {
    town.live(PROD, A, B, A, C);

    var targets = town.tagtrail.safety().targets(PROD);

    assertThat(targets).hasSize(3);
    assertThat(targets.get(0).live()).isTrue();
    assertThat(targets.get(0).digest()).isEqualTo(C.digest());
    var a = targets.get(1);
    assertThat(a.digest()).isEqualTo(A.digest());
    assertThat(a.sequences()).extracting(each -> each.sequence()).containsExactly(3L, 1L);
    assertThat(a.newer()).isEqualTo(1);
    assertThat(a.windowEnd()).isAfter(town.time.now());
    assertThat(Manifest.of(A.descriptor().mediaType(), A.manifest().bytes()).digest())
        .isEqualTo(a.digest());
  }
}
