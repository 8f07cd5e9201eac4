package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.util.Optional;

/// Keeps the bundle that an alias is about to leave: some registries forget it the moment its tag
/// moves on. Its keep-tag is looked for and put again where it is gone. A bundle that is lost
/// already is recorded as that, and nothing here ever stops a move: leaving a broken bundle must
/// always be possible.
final class Leaving {
  private final Ledger ledger;
  private final Registry registry;

  Leaving(Ledger ledger, Registry registry) {
    this.ledger = ledger;
    this.registry = registry;
  }

  /// Makes sure of the keep-tag of what the tag shows now.
  ///
  /// @param location where the alias is
  void keep(AliasState state, Location location, String request) {
    var leaving = state.observed();
    if (leaving == null || leaving.bundle() == null) {
      return;
    }
    if (leaving.kind() == EventKind.INDETERMINATE) {
      // Its sequence, and so its keep-tag, belong to the bundle that may have been live, not to the
      // one that stayed.
      return;
    }
    var bundle = leaving.bundle();
    var kept = location.keep(leaving.sequence());
    try {
      if (registry
          .head(kept.reference())
          .map(Descriptor::digest)
          .equals(Optional.of(bundle.digest()))) {
        return;
      }
      var manifest = manifest(location, bundle);
      if (manifest.isPresent()) {
        registry.put(kept, manifest.get());
        return;
      }
    } catch (RegistryException e) {
      boolean refused =
          e.kind() == RegistryException.Kind.NOT_FOUND
              || e.kind() == RegistryException.Kind.REJECTED;
      if (!refused) {
        // Away, denied, or an answer that makes no sense: nothing is known to be lost.
        return;
      }
    }
    lost(state, bundle.digest(), request);
  }

  private Optional<Manifest> manifest(Location location, Descriptor bundle) {
    var there = registry.fetch(Reference.of(location.repository(), bundle.digest()));
    return there.isPresent() ? there : ledger.document(bundle.digest()).map(Leaving::manifest);
  }

  private static Manifest manifest(Document document) {
    return Manifest.of(document.mediaType(), document.bytes());
  }

  /// Whoever wrote to the alias in between has changed what is being left: then there is nothing to
  /// record.
  private void lost(AliasState state, Digest bundle, String request) {
    ledger.append(
        Batch.expecting(state.alias().stream(), state.version())
            .add(
                Event.of(EventKind.RETENTION_LOSS, state.alias().stream(), request)
                    .subject(bundle)
                    .build())
            .build());
  }
}
