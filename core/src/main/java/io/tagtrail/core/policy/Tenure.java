package io.tagtrail.core.policy;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A time during which a bundle was governed-live at an alias.
///
/// @param entry the adoption, promotion or rollback that began it
/// @param sequence its sequence; [#BEFORE_ADOPTION] for what the adopter says was live before
/// @param until when it ended; null while it lasts
/// @param rolledBack whether it ended because somebody took it back: such a bundle is no rollback
///   target
public record Tenure(
    Entry entry, Descriptor bundle, long sequence, @Nullable Instant until, boolean rolledBack) {
  /// The sequence that stands for the bundle before a first adoption: claimed, not seen.
  public static final long BEFORE_ADOPTION = 0;

  public Digest digest() {
    return bundle.digest();
  }

  /// Where it was live.
  public Repository repository() {
    return entry.event().needChange().location().repository();
  }

  /// Whether Tagtrail has only been told that it was live.
  public boolean isClaimed() {
    return sequence == BEFORE_ADOPTION;
  }
}
