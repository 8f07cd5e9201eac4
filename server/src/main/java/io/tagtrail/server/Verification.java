package io.tagtrail.server;

import java.util.List;

/// What verifying an alias showed.
///
/// @param entries how many entries were checked: form, leaf hash, inclusion under the ledger's root
/// @param changes how many of them are changes: continuity of the chain, every sequence accounted
///   for
/// @param sides how many side records matched their commitment
/// @param erased how many side records were erased; that is allowed, and said
/// @param attached how many records on bundles were read and equal their entry
/// @param pending how many records are still to be attached
/// @param problems what does not hold, one sentence each; empty if all does
public record Verification(
    long entries,
    long changes,
    long sides,
    long erased,
    long attached,
    long pending,
    List<String> problems) {
  public Verification {
    problems = List.copyOf(problems);
  }

  public boolean holds() {
    return problems.isEmpty();
  }
}
