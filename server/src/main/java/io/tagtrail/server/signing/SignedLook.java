package io.tagtrail.server.signing;

import io.tagtrail.attest.FluxRules;
import io.tagtrail.attest.FluxRules.Answer;
import io.tagtrail.attest.FluxRules.Generation;
import io.tagtrail.attest.Subject;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.doctor.Supplement;
import java.util.List;
import java.util.Optional;

/// Whether what is live carries a signature that Flux takes, for `tagtrail doctor`.
public final class SignedLook implements Supplement {
  private final KeyRing ring;
  private final OciRegistry registry;

  public SignedLook(KeyRing ring, OciRegistry registry) {
    this.ring = ring;
    this.registry = registry;
  }

  /// True where Flux of either generation accepts a signature by one of the keys, over this bundle.
  @Override
  public Optional<Boolean> signed(Location location, Digest bundle, List<String> keys) {
    try {
      var manifest = registry.fetch(Reference.of(location.repository(), bundle));
      if (manifest.isEmpty() || keys.isEmpty()) {
        return Optional.empty();
      }
      var carried = new Carrying(registry).of(location.repository(), bundle);
      var counting = ring.counting(keys);
      var subject = new Subject(manifest.get());
      boolean unsure = false;
      for (var generation : Generation.values()) {
        switch (FluxRules.verify(generation, subject, carried, counting)) {
          case Answer.Accepted(var key, var replay) when !replay -> {
            return Optional.of(true);
          }
          case Answer.Unsure no -> unsure = true;
          case Answer.Accepted copied -> {}
          case Answer.Refused no -> {}
        }
      }
      return unsure ? Optional.empty() : Optional.of(false);
    } catch (RegistryException | ConfigException e) {
      return Optional.empty();
    }
  }
}
