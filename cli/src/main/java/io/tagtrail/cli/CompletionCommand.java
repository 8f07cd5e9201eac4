package io.tagtrail.cli;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `tagtrail completion bash|zsh`
@Command(
    name = "completion",
    description = "A completion script for a shell: source <(tagtrail completion bash)")
final class CompletionCommand extends Verb {
  @Parameters(index = "0", paramLabel = "bash|zsh", description = "the shell")
  String shell = "";

  CompletionCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw new InvalidValueException(
          "completion is for bash or zsh, not '%s'".formatted(Text.clipped(shell, 40)));
    }
    // One script serves both: it switches zsh to bash's way of completing by itself.
    var all = Verbs.commandLine(session(), new TagtrailCommand(), Verbs.NAMES);
    var out = session().context().out();
    out.println(AutoComplete.bash("tagtrail", all));
    out.flush();
    return ExitCode.OK;
  }
}
