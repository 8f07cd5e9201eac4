package io.tagtrail.cli;

import io.tagtrail.core.model.InvalidValueException;

/// A verb that only has verbs of its own.
abstract class Group extends Verb {
  private final String verbs;

  Group(Session session, String verbs) {
    super(session);
    this.verbs = verbs;
  }

  @Override
  final ExitCode run() {
    throw new InvalidValueException("say what: one of " + verbs);
  }
}
