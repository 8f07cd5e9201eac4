package io.tagtrail.cli.out;

/// The forms in which an answer can be had.
public enum Format {
  TABLE,
  JSON,
  YAML
}
