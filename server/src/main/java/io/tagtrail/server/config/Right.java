package io.tagtrail.server.config;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What somebody can be allowed to do.
public enum Right {
  /// Seeing an alias: its state, its history, its evidence. Without it an alias does not exist.
  READ,
  PROMOTE,
  ROLLBACK,
  /// Rolling back although an approval is missing or a freeze holds.
  ROLLBACK_PAST_ADMISSION,
  APPROVE,
  /// Passing a failed check of admission by name, with a second person and a reason.
  OVERRIDE,
  BLOCK,
  HOLD,
  /// Taking a tag into the ledger, and relocating it.
  ADOPT,
  /// Having a tag looked at now, which settles what is unfinished.
  SETTLE,
  /// Telling what a cluster runs; on clusters, which are named as aliases are: `clusters/prod-eu`.
  REPORT,
  /// Reading the whole log, across aliases.
  AUDIT,
  /// The active policy, the tokens of others.
  ADMIN;

  /// What stands in the place of an application where a cluster is named.
  public static final String CLUSTERS = "clusters";

  /// As it stands in files and tokens: `rollback-past-admission`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether it concerns the ledger as a whole rather than one alias.
  public boolean isGlobal() {
    return this == AUDIT || this == ADMIN;
  }

  /// Whether it concerns clusters rather than aliases.
  public boolean isOnClusters() {
    return this == REPORT;
  }

  /// A cluster, as rights and tokens name it. It is no alias, and no right on aliases is one on it.
  ///
  /// @throws InvalidValueException if it cannot be the name of one
  public static Alias cluster(String name) {
    return new Alias(CLUSTERS, ClusterReport.name(name));
  }

  /// Whether it moves a tag.
  public boolean moves() {
    return this == PROMOTE || this == ROLLBACK || this == ADOPT;
  }

  /// @throws InvalidValueException naming the rights that there are
  public static Right parse(String label) {
    for (var right : values()) {
      if (right.label().equals(label)) {
        return right;
      }
    }
    throw new InvalidValueException(
        "not a right: '%s' (there are %s)"
            .formatted(
                Text.clipped(label, 60),
                Arrays.stream(values()).map(Right::label).collect(Collectors.joining(", "))));
  }
}
