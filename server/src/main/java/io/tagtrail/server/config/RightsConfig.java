package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may do what. Nothing is allowed that no grant allows; a deny wins over every grant; a
/// condition holds for every grant, whoever wrote it.
public record RightsConfig(List<Grant> grants, List<Condition> conditions) {
  /// Nobody may do anything.
  public static final RightsConfig NONE = new RightsConfig(List.of(), List.of());

  private static final int CEL_BYTES = 4_000;

  public RightsConfig {
    grants = List.copyOf(grants);
    conditions = List.copyOf(conditions);
  }

  /// Rights on aliases for whom an expression holds.
  ///
  /// @param name for messages; the one that explains an answer names it
  /// @param deny whether it takes the rights away
  /// @param on the aliases; a right on the ledger as a whole needs `*/*`
  /// @param when CEL over `identity`, `claims` and `alias`; null: for everybody who is known
  /// @param team the team whose file says it; null for the platform's
  public record Grant(
      String name,
      boolean deny,
      Set<Right> rights,
      List<AliasGlob> on,
      @Nullable String when,
      @Nullable String team) {
    public Grant {
      Text.bounded("the name", name, 200);
      rights = java.util.Collections.unmodifiableSet(EnumSet.copyOf(rights));
      on = List.copyOf(on);
      if (on.isEmpty()) {
        throw new InvalidValueException("on must name at least one pattern of aliases");
      }
      bounded(when);
    }
  }

  /// What must hold besides, wherever a right is granted: a platform's constraint.
  ///
  /// @param when CEL, as in a grant
  public record Condition(String name, Set<Right> rights, AliasGlob on, String when) {
    public Condition {
      Text.bounded("the name", name, 200);
      rights = java.util.Collections.unmodifiableSet(EnumSet.copyOf(rights));
      bounded(when);
    }
  }

  private static void bounded(@Nullable String cel) {
    if (cel != null && (cel.isBlank() || cel.length() > CEL_BYTES)) {
      throw new InvalidValueException("an expression has 1 to %d characters".formatted(CEL_BYTES));
    }
  }
}
