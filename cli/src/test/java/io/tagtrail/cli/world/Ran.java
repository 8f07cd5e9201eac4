package io.tagtrail.cli.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.CliContext;
import io.tagtrail.cli.LocalBackend;
import io.tagtrail.cli.Main;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiFunction;

/// What a command did.
public record Ran(int exit, String out, String err) {
  /// Runs a verb in this process, as a pipeline does: nobody is asked, nothing is a terminal.
  ///
  /// @param in what standard input holds
  public static Ran verb(
      Path where, Map<String, String> environment, String in, String... arguments) {
    return verb(
        (out, err) ->
            new CliContext(
                new BufferedReader(new StringReader(in)),
                out,
                err,
                environment,
                where,
                false,
                false,
                false,
                80,
                InstantSource.system(),
                new LocalBackend()),
        arguments);
  }

  /// Runs a verb in this process, in a context around the two writers for its output and errors.
  static Ran verb(BiFunction<PrintWriter, PrintWriter, CliContext> context, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit = Main.run(arguments, context.apply(new PrintWriter(out), new PrintWriter(err)));
    return new Ran(exit, out.toString(), err.toString());
  }

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
