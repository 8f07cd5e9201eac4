package io.tagtrail.cli.out;

/// The forms in which an answer can be had.
public enum Format {
  TABLE,
  /// The same as [#TABLE], for answers that are no table.
  TEXT,
  JSON,
  YAML,
  /// Of those verbs alone whose answer is a document.
  MARKDOWN;

  /// Whether it is for people at a terminal.
  public boolean isText() {
    return this == TABLE || this == TEXT;
  }
}
