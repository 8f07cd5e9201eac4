package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.http.log.Logging;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The entry to the command line.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    var verb = command(args);
    if (!"serve".equals(verb) && !"up".equals(verb)) {
      // A verb answers its caller and logs nothing; a server sets up its own log.
      Logging.off();
    }
    System.exit(run(args, CliContext.system(new LocalBackend())));
  }

  /// Runs one command and returns its exit code, one of [ExitCode].
  public static int run(String[] args, CliContext context) {
    var top = new TagtrailCommand();
    var session = new Session(context, top);
    var command = command(args);
    int code;
    try {
      var commandLine = Verbs.commandLine(session, top, wanted(args));
      configure(commandLine, session, context);
      code = commandLine.execute(args);
    } catch (RuntimeException | Error e) {
      code = Failures.report(session, e, command).code();
    }
    session.ended();
    // Nobody may take an answer that was cut off, by a full disk say, for the whole of it.
    if (context.out().checkError() && code == ExitCode.OK.code()) {
      session.say(page ->
          page.line(Style.RED, "error: done, but the answer cannot be written (is a disk full?)"));
      code = ExitCode.INTERNAL.code();
    }
    context.err().flush();
    return code;
  }

  private static void configure(CommandLine commandLine, Session session, CliContext context) {
    commandLine
        .setOut(context.out())
        .setErr(context.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(Math.min(context.width(), 100))
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A value is a value: `@{2.hours.ago}` names no file of arguments, and quotes belong to the
        // shell.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((failure, args) -> misused(session, failure))
        .setExecutionExceptionHandler((failure, command, result) ->
            Failures.report(
                    session,
                    failure,
                    command.getCommandSpec().qualifiedName(" ").replaceFirst("^tagtrail ?", ""))
                .code());
    commandLine.getCommandSpec().usageMessage().footer(footer());
    if (!commandLine.getCommandSpec().subcommands().isEmpty()) {
      commandLine.setExecutionStrategy(result -> {
        if (!result.hasSubcommand()
            && !result.isUsageHelpRequested()
            && !result.isVersionHelpRequested()) {
          session.say(page ->
              page.line("say what to do, one of:")
                  .line(String.join(", ", Verbs.NAMES))
                  .line("tagtrail --help says more"));
          return ExitCode.USAGE.code();
        }
        return new CommandLine.RunLast().execute(result);
      });
    }
  }

  /// The verbs that the arguments may mean: those that are among them; all where help is wanted or
  /// none is named first.
  private static Collection<String> wanted(String[] args) {
    boolean all =
        args.length == 0
            || command(args) == null
            || args[0].equals("--help")
            || args[0].equals("-h");
    return all
        ? Verbs.NAMES
        : Arrays.stream(args).filter(Verbs.NAMES::contains).collect(Collectors.toSet());
  }

  private static @Nullable String command(String[] args) {
    return Arrays.stream(args).filter(Verbs.NAMES::contains).findFirst().orElse(null);
  }

  private static int misused(Session session, ParameterException failure) {
    var command = failure.getCommandLine().getCommandSpec().qualifiedName(" ");
    List<String> suggestions =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    session.say(page -> {
      page.line(Style.RED, "error: " + Text.clipped(String.valueOf(failure.getMessage()), 1000));
      if (!suggestions.isEmpty()) {
        page.line("did you mean: " + String.join(", ", suggestions));
      }
      page.line("nothing was changed; see " + command + " --help");
    });
    return ExitCode.USAGE.code();
  }

  private static String[] footer() {
    var lines =
        Arrays.stream(ExitCode.values())
            .map(each -> "  %d  %s".formatted(each.code(), each.meaning()));
    return java.util.stream.Stream.concat(java.util.stream.Stream.of("", "Exit codes:"), lines)
        .toArray(String[]::new);
  }
}
