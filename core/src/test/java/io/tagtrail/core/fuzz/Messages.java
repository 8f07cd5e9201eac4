package io.tagtrail.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Text;

/// What every error about outside bytes must keep to: some words, not too many, and none that
/// steers a terminal.
final class Messages {
  private static final int MAX_LENGTH = 2_000;

  private Messages() {}

  static void check(RuntimeException error) {
    var message = String.valueOf(error.getMessage());
    assertThat(message).isNotBlank().hasSizeLessThan(MAX_LENGTH);
    assertThat(Text.printable(message)).isEqualTo(message);
  }
}
