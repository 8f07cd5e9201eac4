package io.tagtrail.core.promotion;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;

/// The port to what signs. A signature says that a bundle was authorised at an alias: it is made
/// after the authorisation, and attached before the tag moves, so that Flux never meets the bundle
/// without it.
@FunctionalInterface
public interface Signer {
  /// Has no keys.
  Signer NONE =
      (authorisation, location, bundle, how) -> {
        throw new RegistryException(
            RegistryException.Kind.REJECTED,
            RegistryException.Applied.NO,
            0,
            "this process cannot sign with the key %s: it has no keys".formatted(how.key()),
            null);
      };

  /// Attaches the signed record of an authorisation to its bundle; one that is there already, by
  /// the same key and for the same alias, is left as it is.
  ///
  /// @throws RegistryException if it is not attached, for whatever reason
  void sign(Entry authorisation, Location location, Manifest bundle, Assurance.Signing how);
}
