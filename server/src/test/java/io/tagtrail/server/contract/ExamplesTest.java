package io.tagtrail.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.testkit.registry.MemoryRegistry;
import io.tagtrail.tlog.Frontier;
import io.tagtrail.tlog.Hash;
import io.tagtrail.tlog.TreeHash;
import io.tagtrail.tlog.Verify;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The examples of docs/contract.md are what the code writes. After a change that is meant, write
/// them anew: `mvn -pl server test -Dtest=ExamplesTest -Dtagtrail.examples=write`, and read the
/// difference.
final class ExamplesTest {
  @BeforeAll
  static void write_them_anew_if_asked() throws Exception {
    if (!"write".equals(System.getProperty("tagtrail.examples"))) {
      return;
    }
    var examples = Examples.make();
    Files.createDirectories(Docs.path("examples/beside"));
    for (var file : examples.files().entrySet()) {
      Files.writeString(Docs.path("examples/" + file.getKey()), file.getValue());
    }
    Files.writeString(Docs.path("examples/beside/referrer.json"), referrer(examples));
  }

  @Test
  void the_files_are_what_the_path_writes() throws Exception {
    var files = Examples.make().files();
    for (var file : files.entrySet()) {
      assertThat(Docs.text("examples/" + file.getKey()))
          .as("docs/examples/%s", file.getKey())
          .isEqualTo(file.getValue());
    }
    assertThat(names()).isEqualTo(eventFiles(files.keySet()));
  }

  @Test
  void there_is_an_example_of_every_kind() throws Exception {
    var wanted = new TreeSet<String>();
    for (var kind : EventKind.values()) {
      wanted.add(kind.label() + ".json");
    }
    assertThat(names()).isEqualTo(wanted);
  }

  @Test
  void every_example_is_decoded_and_encoded_to_the_same_and_passes_the_schema() throws Exception {
    var schema = Docs.schema("event.schema.json");
    for (var name : names()) {
      var text = Docs.text("examples/" + name);
      var event = Event.decode(text.getBytes(StandardCharsets.UTF_8));
      assertThat(name).isEqualTo(event.kind().label() + ".json");
      assertThat(Examples.pretty(event.toJson())).isEqualTo(text);
      assertThat(Event.decode(event.encode())).isEqualTo(event);
      assertThat(Docs.problems(schema, text)).as(name).isEmpty();
    }
  }

  @Test
  void the_record_on_the_bundle_proves_its_event_to_be_in_the_log() {
    var bytes = Docs.text("examples/beside/record.json").getBytes(StandardCharsets.UTF_8);
    var record = JsonReader.object(bytes);
    var log = file("beside/log.json");
    long index = record.needNumber("index");
    var leaves = log.texts("leaves").stream().map(Hash::parseHex).toList();
    var frontier = Frontier.EMPTY;
    for (int i = 0; i <= index; i++) {
      frontier = frontier.append(leaves.get(i));
    }
    var leaf = TreeHash.leaf(canonical(record));
    assertThat(leaf).isEqualTo(leaves.get((int) index));
    assertThat(
            Verify.inclusion(
                leaf,
                index,
                index + 1,
                record.texts("proof").stream().map(Hash::parseHex).toList(),
                frontier.root()))
        .isTrue();
    for (int i = (int) index + 1; i < leaves.size(); i++) {
      frontier = frontier.append(leaves.get(i));
    }
    assertThat(frontier.root().hex()).isEqualTo(log.needText("root"));
    assertThat((long) leaves.size()).isEqualTo(log.needNumber("size"));
    assertThat(record.needText("ledger")).isEqualTo(log.needText("origin"));
  }

  @Test
  void the_side_records_are_what_the_rollback_commits_to() {
    var rollback =
        Event.decode(Docs.text("examples/rollback.json").getBytes(StandardCharsets.UTF_8));
    var text = Docs.text("examples/beside/side-records.json");
    var list = (Json.Arr) JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    var found = new TreeSet<Digest>();
    for (var item : list.items()) {
      var view = new ObjectView("side", (Json.Obj) item);
      var side =
          new SideRecord(view.needText("field"), view.needText("salt"), view.needText("value"));
      assertThat(side.commitment()).hasToString(view.needText("commitment"));
      found.add(side.commitment());
    }
    assertThat(rollback.commitments().byField()).containsOnlyKeys("mover", "reason");
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(rollback.commitments().byField().values());
  }

  @Test
  void the_manifest_of_the_record_is_what_the_registry_client_makes() throws Exception {
    assertThat(Docs.text("examples/beside/referrer.json")).isEqualTo(referrer(Examples.make()));
  }

  /// The manifest that carries the record, as the real client puts it to a registry.
  private static String referrer(Examples examples) {
    var bundle = Objects.requireNonNull(examples.recorded().needChange().bundle());
    try (var server = MemoryRegistry.withReferrersApi();
        var registry = new OciRegistry(OciSettings.anonymous())) {
      var repository = Repository.parse(server.uri().getAuthority() + "/acme/shop");
      var digest = registry.attach(repository, bundle, examples.record());
      var manifest = registry.fetch(Reference.of(repository, digest)).orElseThrow();
      assertThat(registry.referrers(repository, bundle.digest(), examples.record().artifactType()))
          .extracting(found -> found.digest())
          .containsExactly(digest);
      return new String(manifest.bytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void nothing_on_the_bundle_names_a_person() throws Exception {
    var examples = Examples.make();
    assertThat(examples.events().toString()).doesNotContain("j.doe");
    for (var file : examples.files().entrySet()) {
      if (!file.getKey().equals("beside/side-records.json")) {
        assertThat(file.getValue()).as(file.getKey()).doesNotContain("j.doe", "loses orders");
      }
    }
  }

  private static byte[] canonical(ObjectView record) {
    return Objects.requireNonNull(record.any("event")).canonicalBytes();
  }

  private static ObjectView file(String name) {
    return JsonReader.object(Docs.text("examples/" + name).getBytes(StandardCharsets.UTF_8));
  }

  private static Set<String> names() throws IOException {
    try (var files = Files.list(Docs.path("examples"))) {
      return eventFiles(files.map(file -> String.valueOf(file.getFileName())).toList());
    }
  }

  private static Set<String> eventFiles(Iterable<String> names) {
    var events = new TreeSet<String>();
    for (var name : names) {
      if (name.endsWith(".json") && !name.contains("/")) {
        events.add(name);
      }
    }
    return events;
  }
}
