package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.model.InvalidValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an asker may do beyond the plain right to ask. Whoever knows the asker fills it in from
/// their rights, never from what they say.
///
/// @param pastAdmission whether a rollback goes through where approvals are missing or a freeze is
///   on
/// @param overrides the names of the checks that this request asks to override **and** its asker
///   may: naming one without the right is refused before it comes here
/// @param groups the groups that the asker is in, as a verified token says
/// @param linkedPerson whether the identity is known to be one person's
/// @param account who stands behind the identity, by an id that stays when names change (see
///   [io.tagtrail.core.event.Commitments#ACCOUNT]); null where nobody is known
public record Powers(
    boolean pastAdmission,
    List<String> overrides,
    List<String> groups,
    boolean linkedPerson,
    @Nullable String account) {
  /// Whoever has the ledger's folder. Nobody knows who that is: no approval of theirs counts, and
  /// so no override by name goes through either.
  public static final Powers LOCAL = new Powers(true, List.of(), List.of(), false);

  /// Nothing beyond the plain right.
  public static final Powers NONE = new Powers(false, List.of(), List.of(), false);

  /// Of somebody of whom no account is known.
  public Powers(
      boolean pastAdmission, List<String> overrides, List<String> groups, boolean linkedPerson) {
    this(pastAdmission, overrides, groups, linkedPerson, null);
  }

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
    return new Powers(pastAdmission, names, groups, linkedPerson, account);
  }

  /// The side record of the account; empty where none is known.
  List<SideRecord> sides() {
    return account == null ? List.of() : List.of(SideRecord.of(Commitments.ACCOUNT, account));
  }
}
