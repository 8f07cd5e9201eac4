package io.tagtrail.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// The world around a command: everything that it reads or writes besides Tagtrail.
///
/// @param terminal whether standard output is a terminal
/// @param errTerminal whether standard error is one
/// @param interactive whether standard input is one: only then is anything asked
/// @param width the terminal's columns
public record CliContext(
    BufferedReader in,
    PrintWriter out,
    PrintWriter err,
    Map<String, String> environment,
    Path workingDirectory,
    boolean terminal,
    boolean errTerminal,
    boolean interactive,
    int width,
    InstantSource clock,
    Backend backend) {
  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST = 60;
  private static final int WIDEST = 160;

  public CliContext {
    environment = Map.copyOf(environment);
    width = Math.clamp(width, NARROWEST, WIDEST);
  }

  /// This process. Which of its three streams are terminals is told by the launcher in
  /// `TAGTRAIL_TTY`, by their numbers (`012`), because Java can only say it of input and output
  /// together; the width is told in `COLUMNS`.
  public static CliContext system(Backend backend) {
    var environment = System.getenv();
    var told = environment.get("TAGTRAIL_TTY");
    var console = told == null ? System.console() : null;
    boolean both = console != null && console.isTerminal();
    boolean terminal = told == null ? both : told.indexOf('1') >= 0;
    return new CliContext(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        environment,
        Path.of("").toAbsolutePath(),
        terminal,
        told == null ? both : told.indexOf('2') >= 0,
        told == null ? both : told.indexOf('0') >= 0,
        terminal ? columns(environment.get("COLUMNS")) : USUAL_WIDTH,
        InstantSource.system(),
        backend);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new Pipe(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }

  /// A reader that has seen enough (`| head -1`) and goes is no failure.
  private static final class Pipe extends FilterOutputStream {
    Pipe(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
          throw e;
        }
      }
    }
  }

  private static int columns(@org.jspecify.annotations.Nullable String text) {
    return text != null && text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : USUAL_WIDTH;
  }
}
