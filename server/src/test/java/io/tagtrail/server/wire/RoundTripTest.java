package io.tagtrail.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Checked;
import io.tagtrail.server.Found;
import io.tagtrail.server.Permission;
import io.tagtrail.server.PolicyPreview;
import io.tagtrail.server.Told;
import io.tagtrail.server.Verification;
import io.tagtrail.server.Who;
import io.tagtrail.testkit.ledger.Events;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private static final int TIMES = 60;
  private static final Alias ALIAS = Alias.parse("shop/prod");

  private final long seed = Long.getLong("tagtrail.seed", System.nanoTime());
  private final Generated generated = new Generated(seed);
  private final Map<Long, Told> told = new HashMap<>();
  private final List<Told> heard = new ArrayList<>();

  @BeforeEach
  void say() {
    System.out.println("seed " + seed);
    for (var entry : generated.entries()) {
      told.put(entry.index(), generated.told(entry));
    }
  }

  private Told tell(Entry entry) {
    return java.util.Objects.requireNonNull(told.get(entry.index()));
  }

  /// Over bytes, with a member that a newer server may have.
  private static ObjectView sent(Json.Obj document) {
    var members = new TreeMap<>(document.members());
    members.put("zzNewer", new ObjectBuilder().put("x", 1).build());
    return JsonReader.object(new Json.Obj(members).canonicalBytes());
  }

  private static <T> void same(T value, Function<T, Json.Obj> write, Function<ObjectView, T> read) {
    assertThat(read.apply(sent(write.apply(value)))).isEqualTo(value);
  }

  @Test
  void every_entry_with_its_texts() {
    for (var entry : generated.entries()) {
      same(tell(entry), EntryTree::of, EntryTree::read);
    }
  }

  @Test
  void what_clusters_report_and_which_do() {
    for (int i = 0; i < TIMES; i++) {
      same(generated.seen(), ClusterTree::of, ClusterTree::readSeen);
      var report = generated.report();
      assertThat(ClusterReport.fromJson(JsonReader.object(report.toJson().canonicalBytes())))
          .isEqualTo(report);
    }
  }

  @Test
  void a_status_with_everything_that_it_can_hold() {
    for (int i = 0; i < TIMES; i++) {
      same(
          generated.status(),
          status -> StatusTree.of(status, status.state().location(), this::tell),
          new StatusReader(heard::add)::read);
    }
    assertThat(heard)
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each).isEqualTo(tell(each.entry())));
  }

  private List<Outcome> outcomes() {
    return List.of(
        new Outcome.Moved(generated.entry(), generated.copied()),
        new Outcome.Unchanged(generated.head()),
        new Outcome.Replayed(generated.entry()),
        new Outcome.Superseded(generated.entry(), generated.maybe(generated::digest)),
        new Outcome.Stale(
            generated.maybe(generated::digest),
            generated.maybe(generated::digest),
            generated.flag(),
            generated.text()),
        new Outcome.Refused(
            generated.maybe(() -> Events.bundle(7)), generated.some(generated::check)),
        new Outcome.Unfinished(generated.intent(), generated.flag(), generated.text()),
        new Outcome.Planned(
            Events.bundle(8),
            generated.maybe(generated::digest),
            12,
            generated.some(generated::check)),
        new Outcome.Cancelled(generated.entry()));
  }

  @Test
  void every_outcome() {
    for (int i = 0; i < TIMES; i++) {
      for (var outcome : outcomes()) {
        same(
            outcome,
            each -> OutcomeTree.of(ALIAS, each, List.of(), this::tell),
            view -> OutcomeTree.read(view, heard::add));
      }
    }
    assertThat(heard).allSatisfy(each -> assertThat(each).isEqualTo(tell(each.entry())));
  }

  @Test
  void an_authorisation_with_the_exact_bytes_that_are_to_be_put() {
    for (int i = 0; i < TIMES; i++) {
      var intent = generated.intent();
      var manifest = generated.manifest();
      var keep = intent.location().keep(intent.sequence());
      var document =
          OutcomeTree.of(
              ALIAS,
              new Outcome.Authorised(intent, keep, manifest, generated.maybe(generated::digest)),
              List.of(),
              this::tell);
      var read = (Outcome.Authorised) OutcomeTree.read(sent(document), heard::add);
      assertThat(read.intent()).isEqualTo(intent);
      assertThat(read.keepTag()).isEqualTo(keep);
      assertThat(read.manifest().bytes()).isEqualTo(manifest.bytes());
      assertThat(read.manifest().descriptor()).isEqualTo(manifest.descriptor());
    }
  }

  @Test
  void a_manifest_that_is_not_what_its_digest_says_is_not_read() {
    var document = ManifestTree.of(generated.manifest());
    var members = new TreeMap<>(document.members());
    members.put("content", new Json.Str("AAAA"));
    assertThatThrownBy(() -> ManifestTree.read(sent(new Json.Obj(members))))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void an_event_that_somebody_changed_to_something_impossible_is_not_read() {
    var document = EntryTree.bare(generated.entry());
    var members = new TreeMap<>(document.members());
    var event = new TreeMap<>(Trees.need(sent(document), "event").members());
    event.put("unknown", new Json.Num(1));
    members.put("event", new Json.Obj(event));
    assertThatThrownBy(() -> EntryTree.readBare(sent(new Json.Obj(members))))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void what_a_look_showed() {
    for (int i = 0; i < TIMES; i++) {
      for (var result :
          List.of(
              new Checked.Result.Agrees(),
              new Checked.Result.FoundOutside(generated.some(generated::entry)),
              new Checked.Result.StillOutside(
                  generated.maybe(generated::digest), generated.maybe(generated::digest)),
              new Checked.Result.Settled(generated.some(generated::entry)),
              new Checked.Result.Unfinished(generated.intent(), generated.text()),
              new Checked.Result.Away(generated.text()),
              new Checked.Result.NotGoverned())) {
        same(new Checked(ALIAS, result), CheckedTree::of, CheckedTree::read);
      }
    }
  }

  @Test
  void stops_and_approvals() {
    for (int i = 0; i < TIMES; i++) {
      for (var result :
          List.<Stops.Result>of(
              new Stops.Result.Recorded(generated.some(generated::entry)),
              new Stops.Result.There(generated.block()),
              new Stops.Result.Nothing())) {
        same(
            result,
            each -> StopTree.of("shop/prod", each, this::tell),
            view -> StopTree.read(view, heard::add));
      }
      for (var result :
          List.<Approving.Result>of(
              new Approving.Result.Recorded(generated.entry()),
              new Approving.Result.There(generated.entry()),
              new Approving.Result.Refused(generated.text()))) {
        same(
            result,
            each -> ApprovingTree.of(ALIAS, each, this::tell),
            view -> ApprovingTree.read(view, heard::add));
      }
    }
  }

  @Test
  void places_proofs_and_the_log() {
    for (int i = 0; i < TIMES; i++) {
      same(
          new Found(
              ALIAS, generated.time(), generated.maybe(generated::time), tell(generated.entry())),
          FoundTree::of,
          FoundTree::read);
      same(
          new Verification(1, 2, 3, 4, 5, 6, generated.some(generated::text)),
          each -> VerificationTree.of(ALIAS, each),
          VerificationTree::read);
      var head = new LogHead("ledger.example/x", i, generated.digest(), generated.time());
      same(head, each -> HeadTree.of(each, 7), HeadTree::read);
      assertThat(HeadTree.pending(sent(HeadTree.of(head, 7)))).isEqualTo(7);
      same(
          new Delivery.Report(i, 2, generated.maybe(generated::text)),
          DeliveryTree::of,
          DeliveryTree::read);
    }
  }

  @Test
  void what_differs_inside() {
    for (int i = 0; i < TIMES; i++) {
      same(generated.compared(), ComparedTree::of, ComparedTree::read);
    }
  }

  @Test
  void rules_rights_and_policies() {
    for (int i = 0; i < TIMES; i++) {
      same(generated.rules(), each -> RulesTree.of(ALIAS, each), RulesTree::read);
      same(
          new Who(
              "person",
              generated.text(),
              generated.maybe(generated::text),
              generated.some(generated::text),
              generated.maybe(generated::time)),
          WhoTree::of,
          WhoTree::read);
      same(
          generated.some(
              () -> new Permission("promote", "shop/prod", generated.flag(), generated.text())),
          PermissionTree::all,
          PermissionTree::readAll);
      same(
          new PolicyPreview(
              generated.maybe(generated::digest),
              generated.digest(),
              generated.some(generated::text),
              generated.some(generated::text),
              generated.some(generated::text)),
          PolicyTree::of,
          PolicyTree::read);
      same(
          Optional.ofNullable(generated.maybe(() -> tell(generated.entry()))),
          PolicyTree::applied,
          PolicyTree::readApplied);
    }
  }

  private static final Facts.Pipeline RUN =
      new Facts.Pipeline(
          FactStatus.CLAIMED, "gitlab", "acme/shop", "17", 2L, 40L, "https://ci.example/17");

  private Ask ask(Mover mover, FactStatus status) {
    return new Ask(
        "cli-1",
        mover,
        "ann",
        RUN,
        new Facts.Builder(status, "builder"),
        generated.maybe(() -> "1.4.1"),
        generated.maybe(() -> "because"),
        generated.maybe(generated::digest),
        generated.maybe(() -> "key"),
        generated.flag(),
        Powers.NONE.overriding(List.of("soak")));
  }

  @Test
  void what_is_asked() {
    for (int i = 0; i < TIMES; i++) {
      var person = new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null);
      var workload = new Mover(Mover.Kind.WORKLOAD, FactStatus.CLAIMED, "gitlab", "acme/shop");
      var ask = ask(generated.flag() ? person : workload, FactStatus.CLAIMED);
      var document = AskTree.into(new ObjectBuilder(), ask).build();
      var view = JsonReader.object(document.canonicalBytes());
      assertThat(AskTree.read(view, ask.request(), ask.idempotencyKey())).isEqualTo(ask);
      view.done();
    }
  }

  @Test
  void nothing_that_is_asked_is_taken_for_verified_and_nobody_gives_themselves_powers() {
    var mover = new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, "https://issuer", "subject");
    var ask =
        ask(mover, FactStatus.VERIFIED).with(new Powers(true, List.of(), List.of("sre"), true));
    var document = AskTree.into(new ObjectBuilder(), ask).build();
    var read = AskTree.read(JsonReader.object(document.canonicalBytes()), "r", null);
    assertThat(read.mover().status()).isEqualTo(FactStatus.CLAIMED);
    assertThat(read.builder().status()).isEqualTo(FactStatus.CLAIMED);
    assertThat(read.pipeline().status()).isEqualTo(FactStatus.CLAIMED);
    assertThat(read.powers()).isEqualTo(Powers.NONE);
  }
}
