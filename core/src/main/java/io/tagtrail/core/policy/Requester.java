package io.tagtrail.core.policy;

import io.tagtrail.core.event.Mover;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whose move an approval is for, and whether two names are the same person's.
public final class Requester {
  private Requester() {}

  /// The text that names an asker: `issuer|subject` of a workload, the name of a person; null where
  /// neither is known.
  public static @Nullable String id(Mover mover, @Nullable String person) {
    var subject = mover.subject();
    if (mover.kind() == Mover.Kind.WORKLOAD && subject != null) {
      var issuer = mover.issuer();
      return (issuer == null ? "" : issuer) + "|" + subject;
    }
    return person;
  }

  /// Whether two names may be one person's. The issuer is no part of it: somebody who has an
  /// account at two of them is still one person, and a wrong yes only asks for somebody else.
  public static boolean maybeSame(String name, String other) {
    return plain(name).equals(plain(other));
  }

  static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
