package io.tagtrail.server.retention;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Whose rules a file holds.
public enum RetentionKind {
  ZOT,
  HARBOR,
  ECR,
  ACR,
  GAR,
  GHCR,
  GITLAB,
  /// A registry that has no rules, by the word of whoever looks after it.
  NONE;

  /// Whether it may have no list of referrers (GHCR has none; of GitLab it is not known): then an
  /// index with a tag stands for it.
  boolean indexesReferrers() {
    return this == GHCR || this == GITLAB;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static RetentionKind parse(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new InvalidValueException(
                "not a kind of retention rules: %s (%s)"
                    .formatted(
                        Text.clipped(text, 40),
                        Arrays.stream(values())
                            .map(RetentionKind::label)
                            .collect(Collectors.joining(", ")))));
  }
}
