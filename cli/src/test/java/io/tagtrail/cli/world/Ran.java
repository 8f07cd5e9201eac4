package io.tagtrail.cli.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import java.nio.charset.StandardCharsets;

/// What a command did.
public record Ran(int exit, String out, String err) {
  public Ran exits(int code) {
    assertThat(exit).as("out:\n%s\nerr:\n%s", out, err).isEqualTo(code);
    return this;
  }

  public Ran ok() {
    return exits(0);
  }

  public Json json() {
    return JsonReader.read(out.getBytes(StandardCharsets.UTF_8));
  }

  public ObjectView object() {
    return JsonReader.object(out.getBytes(StandardCharsets.UTF_8));
  }

  public String firstLine() {
    return out.lines().findFirst().orElse("");
  }

  public String lastLine() {
    return out.lines().reduce((first, second) -> second).orElse("");
  }
}
