package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.model.InvalidValueException;
import java.util.List;

/// What an asker may do beyond the plain right to ask. Whoever knows the asker fills it in from
/// their rights, never from what they say.
///
/// @param pastAdmission whether a rollback goes through where approvals are missing or a freeze is
///   on
/// @param overrides the names of the checks that this request asks to override **and** its asker
///   may: naming one without the right is refused before it comes here
/// @param groups the groups that the asker is in, as a verified token says
/// @param linkedPerson whether the identity is known to be one person's
public record Powers(
    boolean pastAdmission, List<String> overrides, List<String> groups, boolean linkedPerson) {
  /// Whoever has the ledger's folder. Nobody knows who that is: no approval of theirs counts, and
  /// so no override by name goes through either.
  public static final Powers LOCAL = new Powers(true, List.of(), List.of(), false);

  /// Nothing beyond the plain right.
  public static final Powers NONE = new Powers(false, List.of(), List.of(), false);

  public Powers {
    overrides = List.copyOf(overrides);
    groups = List.copyOf(groups);
    if (overrides.size() > Decision.MAX_OVERRIDES) {
      throw new InvalidValueException(
          "a request overrides at most %d checks".formatted(Decision.MAX_OVERRIDES));
    }
  }

  /// The same with these overrides.
  public Powers overriding(List<String> names) {
    return new Powers(pastAdmission, names, groups, linkedPerson);
  }
}
