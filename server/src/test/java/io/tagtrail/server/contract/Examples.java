package io.tagtrail.server.contract;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.testkit.ledger.InMemoryLedger;
import io.tagtrail.testkit.ledger.SetClock;
import io.tagtrail.testkit.ledger.Story;
import io.tagtrail.tlog.TreeHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The files of `docs/examples`, made anew from the real path, by their names.
final class Examples {
  private static final String REASON_GIVEN = "1.5.0 loses orders";

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final SetClock clock = new SetClock(Instant.EPOCH);
  private final InMemoryLedger ledger = new InMemoryLedger("ledger.example/acme", clock);
  private final Map<Digest, SideRecord> sides = new LinkedHashMap<>();

  /// What a commitment became under a salt that is the same in every run.
  private final Map<Digest, Digest> renamed = new HashMap<>();

  private final Referrer record;
  private final Event promotion;

  private Examples(List<Entry> told) throws InterruptedException {
    for (var entry : told) {
      append(salted(entry));
    }
    promotion = ledger.all().get(lastly(EventKind.PROMOTION)).event();
    var shelf = new Shelf();
    new Delivery(ledger, shelf, new SetTime(clock), Step.Listener.SILENT).run(1_000);
    record = shelf.attached().getLast();
  }

  static Examples make() throws InterruptedException {
    return new Examples(ExampleStory.tell());
  }

  /// Every event of the story.
  List<Event> events() {
    return ledger.all().stream().map(Entry::event).toList();
  }

  Referrer record() {
    return record;
  }

  /// The event that the record is of.
  Event recorded() {
    return promotion;
  }

  /// The files' texts by their names: the last event of each kind, and what stands beside the
  /// events.
  Map<String, String> files() {
    var files = new LinkedHashMap<String, String>();
    for (var event : events()) {
      files.put(event.kind().label() + ".json", pretty(event.toJson()));
    }
    files.put("rollback.json", pretty(rollback().toJson()));
    files.put("beside/record.json", new String(record.content(), StandardCharsets.UTF_8));
    files.put("beside/side-records.json", pretty(new Json.Arr(sideRecords())));
    files.put("beside/log.json", pretty(log()));
    return files;
  }

  static String pretty(Json json) {
    return PRETTY.writeValueAsString(PRETTY.readTree(json.canonical())) + "\n";
  }

  /// Those of the example of a rollback.
  private List<Json> sideRecords() {
    var list = new ArrayList<Json>();
    for (var each : rollback().commitments().byField().values()) {
      var side = Objects.requireNonNull(sides.get(each));
      list.add(
          new ObjectBuilder()
              .putText("commitment", each)
              .put("field", side.field())
              .put("salt", side.salt())
              .put("value", side.value())
              .build());
    }
    return list;
  }

  /// The rollback that tells more: the one after a bad promotion.
  private Event rollback() {
    return events().stream()
        .filter(event -> event.kind() == EventKind.ROLLBACK)
        .findFirst()
        .orElseThrow();
  }

  private Json log() {
    var leaves = new ArrayList<Json>();
    for (var event : events()) {
      leaves.add(new Json.Str(TreeHash.leaf(event.encode()).hex()));
    }
    var head = ledger.head();
    return new ObjectBuilder()
        .put("origin", head.origin())
        .put("size", head.size())
        .put("root", head.root().hex())
        .put("leaves", new Json.Arr(leaves))
        .build();
  }

  private int lastly(EventKind kind) {
    var all = events();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).kind() == kind) {
        return i;
      }
    }
    throw new AssertionError("no event of the kind " + kind);
  }

  private void append(Event event) {
    clock.set(event.time());
    var batch = Batch.expecting(event.stream(), ledger.state(event.stream()).version());
    if (event.kind() == EventKind.PROMOTION) {
      batch.add(event, TaskKind.ATTACH);
    } else {
      batch.add(event);
    }
    new Story(ledger).committed(batch.build());
  }

  private Approval salted(Approval it) {
    var requester = it.requester();
    return new Approval(
        it.entry(),
        it.status(),
        renamed.getOrDefault(it.approver(), it.approver()),
        it.bundle(),
        it.expected(),
        it.expires(),
        it.policy(),
        requester == null ? null : renamed.getOrDefault(requester, requester),
        it.groups());
  }

  /// The same event over side records with salts that are the same in every run.
  private Event salted(Entry entry) {
    var event = entry.event();
    var fixed = new ArrayList<SideRecord>();
    for (var field : event.commitments().byField().keySet()) {
      var salt =
          Digest.of(
              "example %s %s".formatted(event.request(), field).getBytes(StandardCharsets.UTF_8));
      var value =
          switch (field) {
            case Commitments.MOVER -> "j.doe@example.com";
            case Commitments.REQUESTER -> "https://ci.example|repo:acme/shop:ref:refs/heads/main";
            default -> REASON_GIVEN;
          };
      var side = new SideRecord(field, salt.hex(), value);
      renamed.put(event.commitments().byField().get(field), side.commitment());
      fixed.add(side);
      sides.put(side.commitment(), side);
    }
    return new Event(
        event.kind(),
        event.stream(),
        event.time(),
        event.request(),
        event.intent(),
        event.change(),
        event.settlement(),
        event.stop(),
        event.facts(),
        event.decision(),
        event.approvals().stream().map(this::salted).toList(),
        event.set(),
        event.images(),
        event.key(),
        event.subject(),
        Commitments.to(fixed));
  }
}
