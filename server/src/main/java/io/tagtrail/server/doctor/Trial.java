package io.tagtrail.server.doctor;

import io.tagtrail.core.model.Digest;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What came of an attempt to push a tag's own bytes to it.
///
/// @param user the account that was tried; null for nobody
/// @param status the answer's HTTP status; 0 where there was none
/// @param detail what the registry said, or why nothing was tried
/// @param before what the tag resolved to before; null where nothing was tried
/// @param after the same afterwards; null where it is not known
public record Trial(
    Who who,
    @Nullable String user,
    Instant when,
    Result result,
    int status,
    String detail,
    @Nullable Digest before,
    @Nullable Digest after) {

  /// As whom.
  public enum Who {
    ANONYMOUS,
    /// An ordinary login: somebody who may work with the registry and is not the mover.
    PLAIN,
    /// The credential that Flux pulls with.
    FLUX;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String words() {
      return switch (this) {
        case ANONYMOUS -> "nobody in particular";
        case PLAIN -> "an ordinary login";
        case FLUX -> "Flux's credential";
      };
    }
  }

  /// The outcomes.
  public enum Result {
    /// The registry refused the push: that is what is wanted.
    REFUSED,
    /// It took it: whoever that is can move the tag.
    ACCEPTED,
    /// It cannot be said: no answer, or a credential that is none.
    UNKNOWN,
    /// Nothing was sent.
    SKIPPED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// `as alice (an ordinary login)`.
  public String as() {
    return user == null ? "as " + who.words() : "as %s (%s)".formatted(user, who.words());
  }

  /// Whether the tag is not what it was: somebody else moved it meanwhile.
  public boolean changed() {
    return before != null && after != null && !before.equals(after);
  }
}
