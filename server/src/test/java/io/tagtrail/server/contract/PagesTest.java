package io.tagtrail.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.policy.RequiredField;
import io.tagtrail.core.promotion.Marker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be held to the code of the pages: names, links, and the verifier that is not ours to
/// trust.
final class PagesTest {
  private static final List<String> PAGES =
      List.of(
          "contract.md",
          "guarantees.md",
          "configuration.md",
          "architecture.md",
          "api.md",
          "checklists.md",
          "flux.md",
          "identity.md",
          "ledger.md",
          "maturity.md",
          "operations.md",
          "retention.md",
          "signing.md",
          "threat-model.md",
          "../README.md",
          "../CONTRIBUTING.md",
          "../SECURITY.md",
          "../CHANGELOG.md");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final Pattern TEST_NAME =
      Pattern.compile("`(?:\\w+\\.)?([a-z0-9]+(?:_[a-z0-9]+){3,})`");

  @Test
  void the_contract_names_every_kind_every_note_and_every_field() {
    var page = Docs.text("contract.md");
    for (var kind : EventKind.values()) {
      assertThat(page).contains("`" + kind.label() + "`");
    }
    for (var note : Change.Note.values()) {
      assertThat(page).contains("`" + note.label() + "`");
    }
    for (var component : Event.class.getRecordComponents()) {
      // The stream is written as two fields, the change as its own, the commitments as "side".
      if (!List.of("stream", "change", "commitments").contains(component.getName())) {
        assertThat(page).contains("`" + component.getName() + "`");
      }
    }
    for (var component : Change.class.getRecordComponents()) {
      assertThat(page).contains("| `" + component.getName() + "` |");
    }
    assertThat(page).contains("65,535").contains("`side`");
  }

  @Test
  void the_manual_of_the_configuration_names_every_field_that_can_be_required() {
    var page = Docs.text("configuration.md");
    for (var field : RequiredField.values()) {
      assertThat(page).contains(field.label());
    }
  }

  @Test
  void the_marker_that_is_put_by_hand_is_the_one_that_tagtrail_puts() {
    var bytes = Marker.of("ORIGIN").bytes();
    assertThat(Docs.text("configuration.md"))
        .contains("--data-binary '" + new String(bytes, StandardCharsets.UTF_8) + "'");
  }

  @Test
  void every_link_leads_to_a_file() {
    int links = 0;
    for (var name : PAGES) {
      var matcher = LINK.matcher(Docs.text(name));
      while (matcher.find()) {
        var target = Docs.path(name).resolveSibling(matcher.group(1));
        assertThat(target).as("link in %s", name).exists();
        links++;
      }
    }
    assertThat(links).isGreaterThan(30);
  }

  @Test
  void every_test_that_a_page_names_is_there() {
    var sources = new StringBuilder();
    try (var files = Files.walk(Docs.path(".."))) {
      files
          .filter(file -> file.toString().endsWith(".java") && !file.toString().contains("target"))
          .forEach(file -> sources.append(read(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var named = new ArrayList<String>();
    for (var page : List.of("guarantees.md", "architecture.md")) {
      var matcher = TEST_NAME.matcher(Docs.text(page));
      while (matcher.find()) {
        named.add(matcher.group(1));
      }
    }
    assertThat(named).hasSizeGreaterThan(4);
    for (var test : named) {
      assertThat(sources.indexOf(" " + test + "(")).as(test).isPositive();
    }
  }

  @Test
  void the_verifier_in_python_takes_the_example_and_nothing_else(@TempDir Path folder)
      throws Exception {
    Assumptions.assumeTrue(run("--version").isEmpty(), "there is no python3 here");
    var script = Docs.path("verify_record.py").toString();
    var record = Docs.text("examples/beside/record.json");
    var bundle = Pattern.compile("\"bundle\":\\{\"digest\":\"([^\"]+)").matcher(record);
    assertThat(bundle.find()).isTrue();
    assertThat(run(script, Docs.path("examples/beside/record.json").toString(), bundle.group(1)))
        .isEmpty();
    var other = folder.resolve("record.json");
    for (var wrong :
        List.of(
            record + "\n",
            record.replace("\"index\":38", "\"index\":12"),
            record.replaceFirst("\"proof\":\\[\"[0-9a-f]{64}\",", "\"proof\":["),
            record.substring(0, 100),
            "{}")) {
      Files.writeString(other, wrong);
      assertThat(run(script, other.toString(), bundle.group(1))).startsWith("not verified: ");
    }
    Files.writeString(other, record);
    assertThat(run(script, other.toString(), "sha256:" + "0".repeat(64)))
        .startsWith("not verified: the event is about");
  }

  /// What python3 says on its second stream; empty where it ends well.
  private static String run(String... arguments) throws InterruptedException {
    var command = new ArrayList<String>(List.of("python3"));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      var said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return process.exitValue() == 0 ? "" : said.isEmpty() ? "it failed" : said;
    } catch (IOException e) {
      return "no python3: " + e.getMessage();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
