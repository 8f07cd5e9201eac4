package io.tagtrail.server.doctor;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.config.Maturity;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is to be proved. The first two lists are the readiness checklists of the operating model;
/// the third is what the levels ask beyond them.
public enum Item {
  CAPTURES(List.RECORD, Maturity.L2, "promotion events capture alias, current and previous digest"),
  FACTS(List.RECORD, Maturity.L2, "pipeline id, actor, timestamp and source revision are recorded"),
  OUTLIVES(List.RECORD, Maturity.L2, "history outlives CI logs"),
  ANSWERS(List.RECORD, Maturity.L2, "operators answer current and previous quickly"),
  ROLLBACK(List.RECORD, Maturity.L3, "rollback uses the governed path"),
  CI_ONLY(List.CONTROL, Maturity.L3, "registry writes for environment tags are CI-only"),
  BLOCKED(List.CONTROL, Maturity.L3, "manual mutation of the tag is blocked"),
  RETENTION(List.CONTROL, Maturity.L3, "artifact retention matches rollback needs"),
  FLUX_READS(List.CONTROL, Maturity.L3, "Flux reads only"),
  RUNBOOK(List.CONTROL, Maturity.L3, "runbooks define rollback as a governed tag move"),
  /// Says whether the others are told truthfully, and so belongs to no level.
  MATURITY(List.CONTROL, null, "maturity is declared and accurate"),
  OUTSIDE_SEEN(List.LEVEL, Maturity.L2, "outside moves are seen"),
  VERIFIED_MOVERS(List.LEVEL, Maturity.L3, "movers are verified"),
  SIGNED(List.LEVEL, Maturity.L4, "what is authorised is signed"),
  FLUX_VERIFIES(List.LEVEL, Maturity.L4, "Flux verifies those signatures"),
  PROVENANCE(List.LEVEL, Maturity.L4, "policy asks for provenance"),
  WITNESSED(List.LEVEL, Maturity.L4, "the log is witnessed");

  /// Which list an item is of.
  public enum List {
    RECORD,
    CONTROL,
    LEVEL;

    public String title() {
      return switch (this) {
        case RECORD -> "The record";
        case CONTROL -> "The control";
        case LEVEL -> "Beyond the checklists";
      };
    }
  }

  private final List list;
  private final @Nullable Maturity level;
  private final String title;

  Item(List list, @Nullable Maturity level, String title) {
    this.list = list;
    this.level = level;
    this.title = title;
  }

  public List list() {
    return list;
  }

  /// From which level on it is needed; null for what no level needs.
  public @Nullable Maturity level() {
    return level;
  }

  /// As a checklist says it.
  public String title() {
    return title;
  }

  /// Its name in JSON: `ci-only`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Item parse(String label) {
    for (var item : values()) {
      if (item.label().equals(label)) {
        return item;
      }
    }
    throw new InvalidValueException("not an item of the checklists: " + label);
  }
}
