package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.List;
import java.util.Locale;

/// What decided: the policy by its digest, what each check said, and what was overridden by name.
public record Decision(Digest policy, List<Check> checks, List<String> overrides) {
  public static final int MAX_CHECKS = 48;
  public static final int MAX_OVERRIDES = 16;
  public static final int DETAIL_BYTES = 400;

  /// The name of the check for approvals. Where a rollback's decision overrides it, the rollback
  /// owes an approval: what an alias adds up to depends on this name.
  public static final String APPROVALS = "approvals";

  public Decision {
    checks = List.copyOf(checks);
    overrides = List.copyOf(overrides);
    if (checks.size() > MAX_CHECKS) {
      throw new InvalidValueException("a decision holds at most " + MAX_CHECKS + " checks");
    }
    if (overrides.size() > MAX_OVERRIDES) {
      throw new InvalidValueException("a decision holds at most " + MAX_OVERRIDES + " overrides");
    }
    overrides.forEach(name -> Text.bounded("an override", name, Check.NAME_BYTES));
  }

  public boolean allows() {
    return checks.stream()
        .noneMatch(c -> c.result() == Result.FAIL && !overrides.contains(c.name()));
  }

  /// Admission guards forward moves; safety guards every move and every rollback target.
  public enum Guard {
    ADMISSION,
    SAFETY;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What a check said. `UNKNOWN` does not refuse, and is never shown as safe.
  public enum Result {
    PASS,
    FAIL,
    UNKNOWN,
    SKIPPED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One check and what it said; the detail is a sentence for people.
  public record Check(String name, Guard guard, Result result, String detail) {
    public static final int NAME_BYTES = 64;

    public Check {
      Text.bounded("a check's name", name, NAME_BYTES);
      detail = Text.clipped(detail, DETAIL_BYTES);
    }

    Json toJson() {
      return new ObjectBuilder()
          .put("name", name)
          .put("guard", guard.label())
          .put("result", result.label())
          .put("detail", detail)
          .build();
    }

    static Check fromJson(ObjectView view) {
      return new Check(
          view.needText("name"),
          Guard.valueOf(view.needText("guard").toUpperCase(Locale.ROOT)),
          Result.valueOf(view.needText("result").toUpperCase(Locale.ROOT)),
          view.needText("detail"));
    }
  }

  Json toJson() {
    return new ObjectBuilder()
        .putText("policy", policy)
        .putList("checks", checks, Check::toJson)
        .putList("overrides", overrides, Json.Str::new)
        .build();
  }

  static Decision fromJson(ObjectView view) {
    return new Decision(
        view.needParsed("policy", Digest::parse),
        view.objects("checks", Check::fromJson),
        view.texts("overrides"));
  }
}
