package io.tagtrail.core.policy;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Repository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The port to the safety checks that the domain cannot make by itself: are the images of a bundle
/// there, will Flux take its signature, was it healthy where it ran. Nothing here throws: what
/// cannot be found out is a check that says `UNKNOWN`.
@FunctionalInterface
public interface Examiner {
  /// The name of the check for images.
  String IMAGES = "images";

  /// The name of the check for what Flux itself verifies.
  String FLUX_VERIFY = "flux-verify";

  /// The name of the check for how it went where the bundle ran; of rollback targets alone.
  String HEALTHY = "healthy";

  /// Looks at nothing.
  Examiner NONE = subject -> Examined.NOTHING;

  /// Looks at a bundle.
  Examined examine(Subject subject);

  /// What it is looked at for.
  enum Use {
    /// A forward move is decided on.
    FORWARD,
    /// A rollback to it is decided on.
    BACK,
    /// It may be a rollback target.
    TARGET
  }

  /// A bundle that is looked at.
  ///
  /// @param repository where the bundle is
  /// @param inventory what the ledger recorded of what is inside; null where it recorded nothing
  record Subject(
      Alias alias,
      Rules rules,
      Repository repository,
      Descriptor bundle,
      Use use,
      @Nullable Descriptor inventory) {}

  /// What was found.
  ///
  /// @param checks safety checks; none of what was not looked at
  /// @param inventory what is inside, to be recorded; null where nothing is known
  record Examined(List<Check> checks, @Nullable Document inventory) {
    public static final Examined NOTHING = new Examined(List.of(), null);

    public Examined {
      checks = List.copyOf(checks);
    }
  }
}
