package io.tagtrail.cli.env;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;

/// No pipeline: a person, by the name of the account.
final class Laptop {
  private Laptop() {}

  static Caller caller(Variables variables) {
    var name = variables.text("USER", 256);
    if (name == null) {
      name = variables.text("LOGNAME", 256);
    }
    if (name == null) {
      name = variables.text("USERNAME", 256);
    }
    return new Caller(
        name == null ? Mover.MISSING : new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null),
        name,
        Facts.Pipeline.MISSING,
        null,
        variables.warnings());
  }
}
