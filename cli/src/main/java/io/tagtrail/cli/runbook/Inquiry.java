package io.tagtrail.cli.runbook;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.Problem;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a page is made of: answers that were had already.
///
/// @param history the newest changes of the alias, newest first
/// @param configured where the configuration has the alias
/// @param server the server that the commands are to ask; null for a local ledger
/// @param live whether the registry was asked
public record Inquiry(
    Status status,
    List<Problem> problems,
    LogHead head,
    List<Told> history,
    @Nullable Location configured,
    @Nullable String server,
    boolean live,
    Function<Entry, Told> tell) {
  public Inquiry {
    problems = List.copyOf(problems);
    history = List.copyOf(history);
  }

  Alias alias() {
    return status.state().alias();
  }

  /// Where its tag is, by the ledger or else by configuration; null where neither says.
  @Nullable Location location() {
    var known = status.state().location();
    return known == null ? configured : known;
  }
}
