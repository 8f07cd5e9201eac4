package io.tagtrail.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.RollbackTargets.Verdict;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Checked;
import io.tagtrail.server.Permission;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Told;
import io.tagtrail.server.clusters.Reports;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract of [Tagtrail], over a real registry: the whole story, and each way in which it can
/// end otherwise.
abstract class TagtrailContract {
  static final Alias DEV = Alias.parse("shop/dev");
  static final Alias PROD = Alias.parse("shop/prod");

  /// Where moves are written by the caller.
  static final Alias EDGE = Alias.parse("shop/edge");

  @TempDir Path folder = Path.of("set by JUnit");
  private @Nullable Shop shop;
  private @Nullable Tagtrail tagtrail;
  private int requests;

  /// Opens what is tried, over the configuration in the folder and the registry that runs.
  abstract Tagtrail open(Path folder);

  @BeforeEach
  final void begin() {
    shop = Shop.start(folder);
    tagtrail = open(folder);
  }

  @AfterEach
  final void end() {
    if (tagtrail != null) {
      tagtrail.close();
    }
    ended();
    if (shop != null) {
      shop.close();
    }
  }

  /// Ends what [#open] started.
  abstract void ended();

  final Shop shop() {
    return java.util.Objects.requireNonNull(shop);
  }

  final Tagtrail tagtrail() {
    return java.util.Objects.requireNonNull(tagtrail);
  }

  final Ask ask() {
    return ask(null);
  }

  final Ask ask(@Nullable String pipeline) {
    return new Ask(
        "test-" + ++requests,
        new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null),
        "ann",
        pipeline == null
            ? Facts.Pipeline.MISSING
            : new Facts.Pipeline(FactStatus.CLAIMED, "ci", "build", pipeline, 1L, null, null),
        Facts.Builder.MISSING,
        null,
        "because",
        null,
        null,
        false);
  }

  final Ask expecting(Digest digest) {
    var ask = ask();
    return new Ask(
        ask.request(),
        ask.mover(),
        ask.person(),
        ask.pipeline(),
        ask.builder(),
        null,
        "because",
        digest,
        null,
        false);
  }

  final Ask dry() {
    var ask = ask();
    return new Ask(
        ask.request(),
        ask.mover(),
        ask.person(),
        ask.pipeline(),
        ask.builder(),
        null,
        "because",
        null,
        null,
        true);
  }

  private Outcome.Moved promoted(Alias alias, int bundle) throws InterruptedException {
    return moved(tagtrail().promote(alias, shop().push(alias, bundle), false, ask()));
  }

  private static Outcome.Moved moved(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Moved.class);
    return (Outcome.Moved) outcome;
  }

  private List<EventKind> kinds(Alias alias) {
    return tagtrail().history(alias, false, Long.MAX_VALUE, 100).stream()
        .map(told -> told.entry().event().kind())
        .toList();
  }

  @Test
  void a_promotion_moves_the_tag_and_is_on_record_with_its_texts() throws Exception {
    var moved = promoted(DEV, 1);
    assertThat(shop().tag(DEV)).isEqualTo(shop().digest(1));
    assertThat(moved.recorded().event().needChange().digest()).isEqualTo(shop().digest(1));
    var told = tagtrail().tell(moved.recorded());
    assertThat(told.reason()).isEqualTo("because");
    assertThat(told.erased()).isFalse();
    assertThat(tagtrail().entry(moved.recorded().index())).contains(told);

    var status = tagtrail().status(DEV, true);
    assertThat(status.live()).isInstanceOf(Live.Agrees.class);
    assertThat(status.now()).isEqualTo(moved.recorded());
    assertThat(status.state().governedDigest()).isEqualTo(shop().digest(1));
    assertThat(status.state().location()).isEqualTo(shop().location(DEV));
    assertThat(status.rules()).isEqualTo(tagtrail().rules(DEV));
    assertThat(tagtrail().configured(DEV)).contains(shop().location(DEV));
  }

  @Test
  void there_already_is_an_outcome_of_its_own() throws Exception {
    promoted(DEV, 1);
    var again = tagtrail().promote(DEV, shop().push(DEV, 1), false, ask());
    assertThat(again).isInstanceOf(Outcome.Unchanged.class);
    assertThat(((Outcome.Unchanged) again).head().digest()).isEqualTo(shop().digest(1));
  }

  @Test
  void a_run_that_is_started_again_is_replayed_while_it_stands_and_superseded_afterwards()
      throws Exception {
    var one = shop().push(DEV, 1);
    var first = moved(tagtrail().promote(DEV, one, false, ask("100")));
    var again = tagtrail().promote(DEV, one, false, ask("100"));
    assertThat(again).isEqualTo(new Outcome.Replayed(first.recorded()));
    moved(tagtrail().promote(DEV, shop().push(DEV, 2), false, ask("101")));
    var late = tagtrail().promote(DEV, one, true, ask("100"));
    assertThat(late).isInstanceOf(Outcome.Superseded.class);
    assertThat(((Outcome.Superseded) late).now()).isEqualTo(shop().digest(2));
    assertThat(((Outcome.Superseded) late).recorded()).isEqualTo(first.recorded());
  }

  @Test
  void an_expectation_that_does_not_hold_is_a_conflict() throws Exception {
    promoted(DEV, 1);
    var stale = tagtrail().promote(DEV, shop().push(DEV, 2), false, expecting(shop().digest(7)));
    assertThat(stale).isInstanceOf(Outcome.Stale.class);
    assertThat(((Outcome.Stale) stale).actual()).isEqualTo(shop().digest(1));
    assertThat(((Outcome.Stale) stale).expected()).isEqualTo(shop().digest(7));
    assertThat(((Outcome.Stale) stale).why()).isNotBlank();
    assertThat(shop().tag(DEV)).isEqualTo(shop().digest(1));
  }

  @Test
  void the_order_of_environments_refuses_with_every_check() throws Exception {
    var refused = tagtrail().promote(PROD, shop().push(PROD, 1), false, ask());
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) refused).reasons())
        .extracting(check -> check.name())
        .contains("order");
    assertThat(((Outcome.Refused) refused).checks()).hasSizeGreaterThan(1);
    assertThat(shop().tag(PROD)).isNull();
  }

  @Test
  void a_dry_run_says_what_would_be_and_changes_nothing() throws Exception {
    promoted(DEV, 1);
    var size = tagtrail().head().size();
    var plan = tagtrail().promote(DEV, shop().push(DEV, 2), false, dry());
    assertThat(plan).isInstanceOf(Outcome.Planned.class);
    assertThat(((Outcome.Planned) plan).bundle().digest()).isEqualTo(shop().digest(2));
    assertThat(((Outcome.Planned) plan).previous()).isEqualTo(shop().digest(1));
    assertThat(((Outcome.Planned) plan).sequence()).isEqualTo(2);
    assertThat(tagtrail().head().size()).isEqualTo(size);
  }

  @Test
  void what_is_live_in_one_environment_goes_to_the_next_and_back() throws Exception {
    promoted(DEV, 1);
    moved(tagtrail().promote(PROD, "shop/dev", false, ask()));
    promoted(DEV, 2);
    moved(tagtrail().promote(PROD, "shop/dev", false, ask()));
    var status = tagtrail().status(PROD, true);
    var target = java.util.Objects.requireNonNull(status.backTo()).target();
    assertThat(target).isNotNull();
    assertThat(java.util.Objects.requireNonNull(target).verdict()).isEqualTo(Verdict.SAFE);
    assertThat(target.tenure().digest()).isEqualTo(shop().digest(1));

    var back = moved(tagtrail().rollback(PROD, null, ask()));
    assertThat(back.recorded().event().kind()).isEqualTo(EventKind.ROLLBACK);
    assertThat(shop().tag(PROD)).isEqualTo(shop().digest(1));
    assertThat(kinds(PROD))
        .containsExactly(EventKind.ROLLBACK, EventKind.PROMOTION, EventKind.PROMOTION);
    assertThat(tagtrail().rollback(PROD, null, ask()))
        .as("never to what was just rolled back from")
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void a_tag_that_is_there_is_adopted_with_what_was_before_it() throws Exception {
    shop().push(DEV, 1);
    shop().outside(DEV, 2);
    var adopted = moved(tagtrail().adopt(DEV, shop().digest(1).toString(), ask()));
    assertThat(adopted.recorded().event().kind()).isEqualTo(EventKind.ADOPTION);
    moved(tagtrail().rollback(DEV, null, ask()));
    assertThat(shop().tag(DEV)).isEqualTo(shop().digest(1));
  }

  @Test
  void a_tag_that_was_moved_outside_is_found_recorded_and_told_again() throws Exception {
    promoted(DEV, 1);
    assertThat(tagtrail().check(DEV).result()).isEqualTo(new Checked.Result.Agrees());
    shop().outside(DEV, 9);
    assertThat(tagtrail().status(DEV, true).live())
        .isInstanceOfSatisfying(
            Live.Differs.class, live -> assertThat(live.actual()).isEqualTo(shop().digest(9)));
    var found = tagtrail().check(DEV).result();
    assertThat(found).isInstanceOf(Checked.Result.FoundOutside.class);
    assertThat(((Checked.Result.FoundOutside) found).recorded())
        .extracting(entry -> entry.event().kind())
        .containsExactly(EventKind.OUTSIDE_MOVE);
    assertThat(tagtrail().check(DEV).result())
        .isEqualTo(new Checked.Result.StillOutside(shop().digest(1), shop().digest(9)));
    var stale = tagtrail().promote(DEV, shop().push(DEV, 2), false, ask());
    assertThat(stale).isInstanceOf(Outcome.Stale.class);
    assertThat(((Outcome.Stale) stale).movedOutside()).isTrue();
    assertThat(tagtrail().check(PROD).result()).isEqualTo(new Checked.Result.NotGoverned());
  }

  @Test
  void holds_stop_forward_moves_until_they_are_released() throws Exception {
    promoted(DEV, 1);
    var until = Times.millis(Instant.now().plusSeconds(3600));
    var held = tagtrail().hold(DEV, Stop.Scope.FORWARD, until, ask());
    assertThat(held).isInstanceOf(Stops.Result.Recorded.class);
    assertThat(tagtrail().hold(DEV, Stop.Scope.FORWARD, until, ask()))
        .isInstanceOfSatisfying(
            Stops.Result.There.class, there -> assertThat(there.stop().until()).isEqualTo(until));
    var refused = tagtrail().promote(DEV, shop().push(DEV, 2), false, ask());
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(tagtrail().status(DEV, false).state().holds()).hasSize(1);
    assertThat(tagtrail().unhold(DEV, ask())).isInstanceOf(Stops.Result.Recorded.class);
    assertThat(tagtrail().unhold(DEV, ask())).isEqualTo(new Stops.Result.Nothing());
    promoted(DEV, 2);
  }

  @Test
  void a_blocked_bundle_goes_nowhere() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    assertThat(tagtrail().block("shop", "shop/dev#1", ask()))
        .isInstanceOf(Stops.Result.Recorded.class);
    assertThat(tagtrail().block("shop", shop().digest(1).toString(), ask()))
        .isInstanceOf(Stops.Result.There.class);
    assertThat(tagtrail().status(DEV, false).blocks()).hasSize(1);
    assertThat(tagtrail().rollback(DEV, "#1", ask())).isInstanceOf(Outcome.Refused.class);
    assertThat(tagtrail().unblock("shop", shop().digest(1).hex().substring(0, 12), ask()))
        .isInstanceOf(Stops.Result.Recorded.class);
    moved(tagtrail().rollback(DEV, "#1", ask()));
  }

  @Test
  void the_history_is_told_newest_first_page_by_page() throws Exception {
    for (int i = 1; i <= 4; i++) {
      promoted(DEV, i);
    }
    var all = tagtrail().history(DEV, false, Long.MAX_VALUE, 100);
    assertThat(all).extracting(TagtrailContract::sequence).containsExactly(4L, 3L, 2L, 1L);
    assertThat(tagtrail().history(DEV, false, 4, 2)).isEqualTo(all.subList(1, 3));
    assertThat(tagtrail().history(DEV, true, Long.MAX_VALUE, 3))
        .hasSize(3)
        .allSatisfy(told -> assertThat(told.entry().event().alias()).isEqualTo(DEV));
  }

  private static long sequence(Told told) {
    return told.entry().event().needChange().sequence();
  }

  @Test
  void addresses_digests_commits_and_runs_are_found() throws Exception {
    var one = shop().push(DEV, 1);
    moved(tagtrail().promote(DEV, one, false, ask("4711")));
    promoted(DEV, 2);
    assertThat(tagtrail().resolve("shop/dev~1").map(TagtrailContract::sequence)).contains(1L);
    assertThat(tagtrail().resolve("shop/dev#2").map(TagtrailContract::sequence)).contains(2L);
    assertThat(tagtrail().resolve("shop/dev~7")).isEmpty();
    for (var what : List.of(shop().digest(1).toString(), shop().commit(1), "4711")) {
      assertThat(tagtrail().search(what, 10))
          .as(what)
          .singleElement()
          .satisfies(found -> {
            assertThat(found.alias()).isEqualTo(DEV);
            assertThat(found.until()).isNotNull();
            assertThat(sequence(found.told())).isEqualTo(1);
          });
    }
    assertThat(tagtrail().search("nothing-like-it", 10)).isEmpty();
  }

  @Test
  void an_alias_is_named_by_its_location_too() {
    assertThat(tagtrail().alias("shop/dev")).isEqualTo(DEV);
    assertThat(tagtrail().alias(shop().location(DEV).toString())).isEqualTo(DEV);
    assertThat(tagtrail().alias("oci://" + shop().location(DEV))).isEqualTo(DEV);
  }

  @Test
  void entries_are_told_from_an_index_on_and_prove_the_log() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    tagtrail().deliver(10);
    var head = tagtrail().head();
    var all = tagtrail().entries(0, 500);
    assertThat(all).hasSize((int) head.size());
    assertThat(all).extracting(told -> told.entry().index()).isSorted();
    assertThat(tagtrail().entries(1, 2)).isEqualTo(all.subList(1, 3));
    assertThat(tagtrail().entries(head.size(), 5)).isEmpty();
    assertThat(tagtrail().verify(DEV, true).problems()).isEmpty();
    assertThat(tagtrail().verify(DEV, true).changes()).isEqualTo(2);
    assertThat(tagtrail().pending()).isNotNegative();
  }

  @Test
  void what_shows_how_safe_it_is_is_looked_at_and_nothing_is_written() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    var head = tagtrail().head();
    var evidence = tagtrail().evidence(DEV);
    assertThat(evidence.alias()).isEqualTo(DEV);
    assertThat(evidence.location()).isEqualTo(shop().location(DEV));
    assertThat(evidence.trail().head()).isEqualTo(shop().digest(2));
    assertThat(evidence.trail().newest())
        .extracting(seen -> seen.sequence())
        .containsExactly(2L, 1L);
    assertThat(evidence.trail().problems()).isEmpty();
    assertThat(evidence.place().durable()).isTrue();
    assertThat(evidence.place().size()).isEqualTo(head.size());
    assertThat(evidence.back().safe()).isTrue();
    assertThat(evidence.back().rehearsed()).startsWith("planned");
    assertThat(evidence.trials()).as("are made where somebody asks for them").isEmpty();
    assertThat(tagtrail().head()).isEqualTo(head);
    assertThat(shop().tag(DEV)).isEqualTo(shop().digest(2));
    assertThat(tagtrail().evidence(PROD).trail().governed()).isFalse();
    shop().away();
    assertThat(tagtrail().evidence(DEV).back().safe()).isNull();
    shop().back();
    assertThatThrownBy(() -> tagtrail().evidence(Alias.parse("nobody/prod")))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void the_board_has_every_alias_that_is_configured() throws Exception {
    promoted(DEV, 1);
    assertThat(tagtrail().board(false))
        .extracting(status -> status.state().alias())
        .containsExactlyInAnyOrder(DEV, PROD, EDGE);
    assertThat(tagtrail().board(true))
        .filteredOn(status -> status.state().alias().equals(DEV))
        .singleElement()
        .satisfies(status -> assertThat(status.live()).isInstanceOf(Live.Agrees.class));
    assertThat(tagtrail().unfinished()).isEmpty();
  }

  @Test
  void what_differs_between_two_bundles_is_told() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    var alone = tagtrail().diff("shop/dev");
    assertThat(alone).isEqualTo(tagtrail().diff("shop/dev~1..shop/dev"));
    assertThat(alone.before().digest()).isEqualTo(shop().digest(1));
    assertThat(alone.after().digest()).isEqualTo(shop().digest(2));
    assertThat(alone.after().sequence()).isEqualTo(2);
    assertThat(alone.difference().files()).hasSize(1);
    assertThat(alone.difference().hunks().getFirst().lines())
        .containsExactly("@@ -1,1 +1,1 @@", "-n: 1", "+n: 2");

    moved(tagtrail().promote(PROD, "shop/dev", false, ask()));
    var between = tagtrail().diff("shop/dev..shop/prod");
    assertThat(between.after().alias()).isEqualTo(PROD);
    assertThat(between.difference().isNothing()).isTrue();
    for (var nothing : List.of("shop/dev~9..", "shop/dev#2", "x", "shop/prod")) {
      assertThatThrownBy(() -> tagtrail().diff(nothing))
          .as(nothing)
          .isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void what_differs_is_told_from_the_record_while_the_registry_is_away() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    shop().away();
    var recorded = tagtrail().diff("shop/dev");
    assertThat(recorded.difference().files()).hasSize(1);
    assertThat(recorded.difference().hunks()).isEmpty();
    assertThat(recorded.difference().notes()).anyMatch(note -> note.contains("inventory alone"));
    shop().back();
  }

  @Test
  void what_means_nothing_is_said_in_the_same_way() {
    assertThatThrownBy(() -> tagtrail().status(Alias.parse("nobody/prod"), false))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> tagtrail().alias("Not An Alias"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> tagtrail().promote(DEV, "::::", false, ask()))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> tagtrail().block("shop", "abc", ask()))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> tagtrail().resolve("shop/dev@{nonsense}"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> tagtrail().alias("127.0.0.1:1/nothing/known:prod"))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void a_bundle_that_is_not_there_is_said_by_the_registry() {
    assertThatThrownBy(() -> tagtrail().promote(DEV, ":never-pushed", false, ask()))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(RegistryException.Kind.NOT_FOUND);
              assertThat(e.applied()).isEqualTo(RegistryException.Applied.NO);
            });
  }

  @Test
  void a_registry_that_is_away_is_told_from_a_wrong_question() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    shop().away();
    assertThat(tagtrail().status(DEV, true).live()).isInstanceOf(Live.Away.class);
    assertThat(tagtrail().check(DEV).result()).isInstanceOf(Checked.Result.Away.class);
    assertThatThrownBy(() -> tagtrail().promote(DEV, ":b3", false, ask()))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNAVAILABLE));
    shop().back();
    assertThat(tagtrail().status(DEV, true).live()).isInstanceOf(Live.Agrees.class);
  }

  @Test
  void the_caller_writes_confirms_and_it_is_on_record() throws Exception {
    assertThat(tagtrail().rules(EDGE).write()).isEqualTo(Intent.Write.CALLER);
    var outcome = tagtrail().promote(EDGE, shop().push(EDGE, 1), false, ask());
    assertThat(outcome).isInstanceOf(Outcome.Authorised.class);
    var authorised = (Outcome.Authorised) outcome;
    assertThat(authorised.manifest().digest()).isEqualTo(shop().digest(1));
    assertThat(shop().tag(EDGE)).as("nothing was written").isNull();
    shop().put(authorised.keepTag(), authorised.manifest());
    shop().put(authorised.intent().location(), authorised.manifest());
    var confirmed = tagtrail().confirm(EDGE, authorised.intent().index(), ask());
    assertThat(moved(confirmed).recorded().event().needChange().digest())
        .isEqualTo(shop().digest(1));
    assertThat(tagtrail().status(EDGE, true).live()).isInstanceOf(Live.Agrees.class);
  }

  @Test
  void a_move_that_the_caller_gives_up_leaves_the_way_free() throws Exception {
    var outcome = (Outcome.Authorised) tagtrail().promote(EDGE, shop().push(EDGE, 1), false, ask());
    assertThat(tagtrail().unfinished()).containsExactly(EDGE);
    assertThat(tagtrail().status(EDGE, false).state().intent()).isEqualTo(outcome.intent());
    assertThat(tagtrail().cancel(EDGE, outcome.intent().index(), ask()))
        .isInstanceOf(Outcome.Cancelled.class);
    assertThat(tagtrail().unfinished()).isEmpty();
    assertThat(tagtrail().promote(EDGE, ":b1", false, ask()))
        .isInstanceOf(Outcome.Authorised.class);
  }

  @Test
  void an_approval_by_somebody_who_is_not_known_is_refused_with_why() throws Exception {
    promoted(DEV, 1);
    var result = tagtrail().approve(DEV, shop().digest(1).toString(), "ann", null, ask());
    assertThat(result)
        .isInstanceOfSatisfying(
            Approving.Result.Refused.class, refused -> assertThat(refused.why()).isNotBlank());
    assertThat(tagtrail().approve(DEV, null, null, null, ask()))
        .isInstanceOf(Approving.Result.Refused.class);
  }

  @Test
  void the_policy_is_the_active_one() {
    var preview = tagtrail().previewPolicy();
    assertThat(preview.isActive()).isTrue();
    assertThat(preview.loosened()).isEmpty();
    assertThat(tagtrail().applyPolicy(ask())).isEmpty();
  }

  @Test
  void who_asks_may_do_everything_here() {
    // What needs somebody whom a token proves is another matter, and says so.
    assertThat(tagtrail().canI(DEV))
        .filteredOn(each -> !each.why().contains("ask a server"))
        .isNotEmpty()
        .allMatch(Permission::allowed);
    assertThat(tagtrail().canI(null)).isNotEmpty();
    assertThat(tagtrail().whoAmI().name()).isNotBlank();
  }

  @Test
  final void what_clusters_report_is_told_of_the_alias_whose_tag_they_follow() throws Exception {
    tagtrail().promote(DEV, shop().push(DEV, 1), false, ask());
    var now = Times.millis(Instant.now());
    var source = Reports.source(shop().location(DEV), shop().digest(1), now, Health.HEALTHY);
    assertThat(tagtrail().report(Reports.of("eu", now, source))).isTrue();
    assertThat(tagtrail().report(Reports.of("eu", now.minusSeconds(60)))).isFalse();
    assertThat(tagtrail().clusters())
        .singleElement()
        .satisfies(seen -> {
          assertThat(seen.cluster()).isEqualTo("eu");
          assertThat(seen.claimed()).isEqualTo(now);
          assertThat(seen.stale()).isFalse();
          assertThat(seen.sources()).isEqualTo(1);
        });
    for (var status : List.of(tagtrail().status(DEV, false), tagtrail().status(DEV, true))) {
      assertThat(status.clusters())
          .singleElement()
          .satisfies(each -> {
            assertThat(each.cluster()).isEqualTo("eu");
            assertThat(each.stale()).isFalse();
            assertThat(each.source()).isEqualTo(source);
          });
    }
    assertThat(tagtrail().status(PROD, false).clusters()).isEmpty();
    assertThat(tagtrail().forgetCluster("eu")).isTrue();
    assertThat(tagtrail().forgetCluster("eu")).isFalse();
    assertThat(tagtrail().clusters()).isEmpty();
    assertThat(tagtrail().status(DEV, false).clusters()).isEmpty();
  }

  @Test
  final void a_bundle_that_was_never_healthy_where_it_ran_is_passed_over_as_a_target()
      throws Exception {
    for (int n : new int[] {1, 2, 3}) {
      tagtrail().promote(DEV, shop().push(DEV, n), false, ask());
      var now = Times.millis(Instant.now());
      var health = n == 2 ? Health.FAILING : Health.HEALTHY;
      tagtrail()
          .report(
              Reports.of(
                  "eu", now, Reports.source(shop().location(DEV), shop().digest(n), now, health)));
    }
    var answer = java.util.Objects.requireNonNull(tagtrail().status(DEV, true).backTo());
    var target = java.util.Objects.requireNonNull(answer.target());
    assertThat(target.tenure().digest()).isEqualTo(shop().digest(1));
    assertThat(target.verdict()).isNotEqualTo(Verdict.REJECTED);
    assertThat(answer.passedOver())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.tenure().digest()).isEqualTo(shop().digest(2));
          assertThat(each.why()).contains("never healthy in eu");
        });
    // Whoever names it may go back to it.
    assertThat(tagtrail().rollback(DEV, "#2", ask())).isInstanceOf(Outcome.Moved.class);
  }
}
