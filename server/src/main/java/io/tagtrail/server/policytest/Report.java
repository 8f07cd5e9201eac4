package io.tagtrail.server.policytest;

import io.tagtrail.core.event.Decision.Check;
import java.util.List;

/// What became of the cases, in their order.
public record Report(List<Tried> cases) {
  public Report {
    cases = List.copyOf(cases);
  }

  /// Whether every case came out as expected.
  public boolean ok() {
    return cases.stream().allMatch(Tried::ok);
  }

  /// One case.
  ///
  /// @param place where it stands, as in `cases.yaml:12`
  /// @param expected `allowed`, or `refused: soak, approvals`
  /// @param got the same of what came out; anything else is said in words
  /// @param checks what was checked, with the reasons
  /// @param notes what was given and does not count, such as an approval by the asker
  public record Tried(
      String name,
      String place,
      boolean ok,
      String expected,
      String got,
      List<Check> checks,
      List<String> notes) {
    public Tried {
      checks = List.copyOf(checks);
      notes = List.copyOf(notes);
    }
  }
}
