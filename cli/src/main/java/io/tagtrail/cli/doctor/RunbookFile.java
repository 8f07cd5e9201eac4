package io.tagtrail.cli.doctor;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.oci.http.IoTrouble;
import io.tagtrail.server.doctor.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// A runbook that a team keeps: whether it defines the rollback as a governed move.
public final class RunbookFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern ENTRY = Pattern.compile("from ledger \\S+ at entry (\\d{1,18})");
  private static final Pattern COMMAND = Pattern.compile("^[$ \t>-]*(tagtrail rollback .*)$");

  private RunbookFile() {}

  /// @throws InvalidValueException if it cannot be read
  public static Evidence.Page read(Path file, String shown, Alias alias) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidValueException("%s is larger than 1 MiB: no runbook".formatted(shown));
      }
      return of(Files.readString(file, StandardCharsets.UTF_8), shown, alias);
    } catch (IOException e) {
      throw new InvalidValueException(
          "the runbook %s cannot be read: %s".formatted(shown, IoTrouble.of(e)), e);
    }
  }

  static Evidence.Page of(String text, String shown, Alias alias) {
    var entry = ENTRY.matcher(text.replace("\\", ""));
    var rollbacks =
        text.lines()
            .map(COMMAND::matcher)
            .filter(matcher -> matcher.matches())
            .map(matcher -> matcher.group(1))
            .toList();
    var of =
        rollbacks.stream()
            .filter(line -> line.contains(" " + alias + " ") || line.endsWith(" " + alias))
            .toList();
    return new Evidence.Page(
        shown,
        entry.find() ? Long.valueOf(entry.group(1)) : null,
        of.isEmpty()
            ? rollbacks.isEmpty()
                ? "there is no tagtrail rollback in it"
                : "a rollback of another alias: " + Text.clipped(rollbacks.getLast(), 160)
            : Text.clipped(of.getLast(), 160),
        !of.isEmpty());
  }

  /// What `tagtrail runbook` would print now.
  ///
  /// @param rollback the last rollback of the alias by Tagtrail among its commands; empty for none
  public static Evidence.Page made(List<String> rollback, long entries) {
    return new Evidence.Page(
        "tagtrail runbook, rendered now",
        entries,
        rollback.isEmpty() ? "there is no tagtrail rollback in it" : String.join(" ", rollback),
        !rollback.isEmpty());
  }
}
