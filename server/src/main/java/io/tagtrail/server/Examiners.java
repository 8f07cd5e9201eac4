package io.tagtrail.server;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.policy.Examiner;
import java.util.ArrayList;
import java.util.List;

/// Several that look, one after another. What is inside a bundle is what the first says who knows.
///
/// @param all in the order of their checks
public record Examiners(List<Examiner> all) implements Examiner {
  public Examiners {
    all = List.copyOf(all);
  }

  @Override
  public Examined examine(Subject subject) {
    var checks = new ArrayList<Check>();
    Document inventory = null;
    for (var each : all) {
      var examined = each.examine(subject);
      checks.addAll(examined.checks());
      if (inventory == null) {
        inventory = examined.inventory();
      }
    }
    return new Examined(checks, inventory);
  }
}
