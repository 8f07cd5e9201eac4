package io.tagtrail.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The published schema and the code, held together from both sides: what the code writes passes
/// the schema, and what the schema passes the code reads.
final class EventSchemaTest {
  private static final Schema SCHEMA = Docs.schema("event.schema.json");
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final List<EventKind> KINDS = List.of(EventKind.values());

  private final long seed = Long.getLong("tagtrail.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void every_event_of_a_random_story_passes() {
    System.out.println("EventSchemaTest seed " + seed);
    var events = Samples.random(seed, 400);
    for (var event : events) {
      assertThat(problems(event)).as("seed %d: %s", seed, event).isEmpty();
    }
    assertThat(events).hasSizeGreaterThan(300);
  }

  @Test
  void an_event_of_every_kind_passes_with_every_field_at_its_bound() {
    for (var event : oneOfEachKind().values()) {
      var full = Samples.full(event);
      assertThat(problems(full)).as(event.kind().label()).isEmpty();
      assertThat(Event.decode(full.encode())).isEqualTo(full);
    }
  }

  @Test
  void an_event_without_a_part_that_it_needs_is_rejected() {
    for (var event : oneOfEachKind().values()) {
      for (var name : List.of("v", "kind", "time", "request")) {
        rejected(event, json -> json.remove(name), "without " + name);
      }
      for (var name :
          List.of(
              "application",
              "environment",
              "intent",
              "settlement",
              "stop",
              "sequence",
              "location",
              "subject")) {
        boolean optional = event.kind() == EventKind.ADOPTION && name.equals("settlement");
        if (tree(event).has(name) && !optional) {
          rejected(event, json -> json.remove(name), "without " + name);
        }
      }
    }
  }

  @Test
  void an_event_with_a_part_of_another_kind_is_rejected() {
    var parts = new LinkedHashMap<String, JsonNode>();
    for (var event : oneOfEachKind().values()) {
      tree(event).properties().forEach(each -> parts.put(each.getKey(), each.getValue()));
    }
    var tied =
        List.of("intent", "settlement", "stop", "sequence", "location", "bundle", "possible");
    for (var event : oneOfEachKind().values()) {
      for (var name : tied) {
        boolean may =
            switch (name) {
              case "settlement" -> event.kind() == EventKind.ADOPTION;
              case "bundle" ->
                  event.kind() == EventKind.INDETERMINATE || event.kind() == EventKind.OUTSIDE_MOVE;
              case "possible" -> event.kind() == EventKind.ABANDONED;
              default -> false;
            };
        if (!tree(event).has(name) && !may) {
          rejected(event, json -> json.set(name, parts.get(name)), "with " + name);
        }
      }
    }
  }

  @Test
  void an_unknown_member_is_rejected_wherever_it_stands() {
    int places = 0;
    for (var event : oneOfEachKind().values()) {
      var full = Samples.full(event);
      int objects = objects(tree(full)).size();
      for (int i = 0; i < objects; i++) {
        int which = i;
        rejected(full, json -> objects(json).get(which).put("other", "x"), "other in " + i);
        places++;
      }
    }
    assertThat(places).isGreaterThan(100);
  }

  /// One random change at a random place, many times: null, other types, other numbers, hostile and
  /// long texts, removed and repeated members. Whatever passes the schema must be read by the code.
  /// What holds between two fields, which no JSON Schema can say: docs/contract.md does.
  private static final List<String> BETWEEN_TWO_FIELDS =
      List.of("not a place in a set", "an intent is settled after its deadline");

  @Test
  void what_the_schema_passes_the_code_reads() {
    System.out.println("EventSchemaTest seed " + seed);
    var events = new ArrayList<>(Samples.random(seed, 100));
    oneOfEachKind().values().forEach(event -> events.add(Samples.full(event)));
    int passed = 0;
    int rejected = 0;
    for (int i = 0; i < 6_000; i++) {
      var json = tree(events.get(random.nextInt(events.size())));
      mutate(json);
      var text = json.toString();
      if (!Docs.problems(SCHEMA, text).isEmpty()) {
        rejected++;
        continue;
      }
      var outcome = read(text);
      if (BETWEEN_TWO_FIELDS.stream().anyMatch(outcome::contains) || tooManyBytes(text, outcome)) {
        continue;
      }
      passed++;
      assertThat(outcome).as("seed %d: %s", seed, text).isEqualTo("read");
    }
    assertThat(rejected).as("seed %d", seed).isGreaterThan(2_000);
    assertThat(passed).as("seed %d", seed).isGreaterThan(100);
  }

  /// A JSON Schema counts characters, the format counts bytes of UTF-8: a text that is not ASCII
  /// may pass the one and be too long for the other.
  private static boolean tooManyBytes(String text, String outcome) {
    return outcome.contains(" is longer than ") && !text.chars().allMatch(c -> c < 0x80);
  }

  @Test
  void values_of_another_form_are_rejected() {
    var promotion = Samples.full(Objects.requireNonNull(oneOfEachKind().get(EventKind.PROMOTION)));
    rejected(promotion, json -> json.put("v", 2), "version");
    rejected(promotion, json -> json.put("kind", "deployment"), "kind");
    rejected(promotion, json -> json.put("environment", "v1"), "a version as an environment");
    rejected(promotion, json -> json.put("environment", "Prod"), "environment");
    rejected(promotion, json -> json.put("application", "a".repeat(64)), "application");
    rejected(promotion, json -> json.put("time", "2026-01-31T12:00:00Z"), "no milliseconds");
    rejected(promotion, json -> json.put("time", "2026-01-31T12:00:00.000+00:00"), "offset");
    rejected(promotion, json -> json.put("time", "2026-13-01T12:00:00.000Z"), "month");
    rejected(promotion, json -> json.put("sequence", 0), "sequence");
    rejected(promotion, json -> json.put("sequence", 1L << 53), "beyond 2^53 - 1");
    rejected(promotion, json -> json.put("sequence", 1.5), "fraction");
    rejected(promotion, json -> json.put("previous", "sha256:" + "A".repeat(64)), "upper case");
    rejected(promotion, json -> json.put("previous", "md5:" + "a".repeat(32)), "md5");
    rejected(promotion, json -> json.put("location", "registry.example/acme/shop"), "no tag");
    rejected(promotion, json -> json.put("location", "shop:prod"), "not canonical");
    rejected(promotion, json -> json.put("request", ""), "empty");
    rejected(promotion, json -> json.put("request", " "), "blank");
    rejected(promotion, json -> json.put("request", "a\u202eb"), "turns the writing round");
    rejected(promotion, json -> json.put("request", "a\nb"), "line break");
    rejected(promotion, json -> json.put("request", "a".repeat(129)), "129");
    rejected(
        promotion,
        json -> ((ObjectNode) json.at("/facts/mover")).put("kind", "person"),
        "a person");
    rejected(
        promotion,
        json -> ((ObjectNode) json.at("/facts/pipeline")).put("url", "javascript:alert(1)"),
        "url");
    rejected(
        promotion,
        json -> {
          var checks = (ArrayNode) json.at("/decision/checks");
          checks.add(checks.get(0).deepCopy());
        },
        "49 checks");
  }

  private void mutate(ObjectNode json) {
    var objects = objects(json);
    var object = objects.get(random.nextInt(objects.size()));
    var names = new ArrayList<>(object.propertyNames());
    if (names.isEmpty()) {
      object.put("a", 1);
      return;
    }
    var name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(12)) {
      case 0 -> object.remove(name);
      case 1 -> object.putNull(name);
      case 2 -> object.put(name, random.nextInt(3) - 1);
      case 3 -> object.put(name, 1L << (40 + random.nextInt(23)));
      case 4 -> object.put(name, 0.5);
      case 5 -> object.put(name, random.nextBoolean());
      case 6 -> object.put(name, "");
      case 7 -> object.put(name, randomText());
      case 8 -> object.putArray(name);
      case 9 -> object.putObject(name);
      case 10 -> object.put("kind", KINDS.get(random.nextInt(KINDS.size())).label());
      default -> {
        var other = objects.get(random.nextInt(objects.size()));
        if (other.get(name) != null) {
          object.set(name, other.get(name).deepCopy());
        }
      }
    }
  }

  private String randomText() {
    var some =
        List.of("a", "Z", "9", ".", "-", ":", "/", "@", " ", "\u0000", "\u200b", "é", "漢", "😀");
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(some.get(random.nextInt(some.size())));
    }
    return random.nextInt(8) == 0 ? text.toString().repeat(500) : text.toString();
  }

  private static String read(String text) {
    try {
      Event.decode(text.getBytes(StandardCharsets.UTF_8));
      return "read";
    } catch (JsonException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void rejected(Event event, Consumer<ObjectNode> change, String what) {
    var json = tree(event);
    change.accept(json);
    assertThat(Docs.problems(SCHEMA, json.toString()))
        .as("%s %s: %s", event.kind().label(), what, json)
        .isNotEmpty();
  }

  private static List<String> problems(Event event) {
    return Docs.problems(SCHEMA, event.toJson().canonical());
  }

  private static ObjectNode tree(Event event) {
    return (ObjectNode) MAPPER.readTree(event.toJson().canonical());
  }

  /// The object and all that are in it.
  private static List<ObjectNode> objects(JsonNode node) {
    var found = new ArrayList<ObjectNode>();
    if (node instanceof ObjectNode object) {
      found.add(object);
    }
    for (var inner : node) {
      found.addAll(objects(inner));
    }
    return found;
  }

  private static Map<EventKind, Event> oneOfEachKind() {
    var found = new EnumMap<EventKind, Event>(EventKind.class);
    for (var event : Samples.random(20260131, 400)) {
      // With a bundle where there is a choice.
      var change = event.change();
      if (change == null || change.bundle() != null) {
        found.put(event.kind(), event);
      }
    }
    for (var name : List.of("relocation.json", "rollback.json", "abandoned.json")) {
      var event = Event.decode(Docs.text("examples/" + name).getBytes(StandardCharsets.UTF_8));
      found.put(event.kind(), event);
    }
    assertThat(found.keySet()).containsExactlyInAnyOrder(EventKind.values());
    return found;
  }
}
