package io.tagtrail.testkit.ledger;

import io.tagtrail.core.ledger.Notes;

class InMemoryNotesTest extends NotesContract {
  private final Notes notes = new InMemoryNotes();

  @Override
  protected Notes notes() {
    return notes;
  }
}
