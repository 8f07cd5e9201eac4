package io.tagtrail.server.signing;

import io.tagtrail.attest.Carried;
import io.tagtrail.attest.Finding;
import io.tagtrail.attest.FluxRules;
import io.tagtrail.attest.Keys;
import io.tagtrail.attest.Promotion;
import io.tagtrail.attest.SignedRecord;
import io.tagtrail.attest.SigningKey;
import io.tagtrail.attest.SigstoreBundle;
import io.tagtrail.attest.SimpleSigning;
import io.tagtrail.attest.Subject;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Assurance.Form;
import io.tagtrail.core.promotion.Signer;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.server.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Signs with the configured keys, and attaches what it signed to the bundle in its registry. What
/// the bundle carries is looked at first: what this key said of the same alias is not said twice,
/// and what an environment relies on is never switched off.
public final class RegistrySigner implements Signer {
  private final String origin;
  private final KeyRing ring;
  private final OciRegistry registry;
  private final Carrying carrying;
  private final Function<Alias, Assurance> assurance;
  private final Set<String> relied;

  /// @param origin the ledger's
  /// @param assurance what the environment of an alias asks
  /// @param relied keys on whose signatures in the first layout some environment relies: the same
  ///   bundle may be there too
  public RegistrySigner(
      String origin,
      KeyRing ring,
      OciRegistry registry,
      Function<Alias, Assurance> assurance,
      Set<String> relied) {
    this.origin = origin;
    this.ring = ring;
    this.registry = registry;
    this.carrying = new Carrying(registry);
    this.assurance = assurance;
    this.relied = Set.copyOf(relied);
  }

  @Override
  public void sign(Entry authorisation, Location location, Manifest bundle, Assurance.Signing how) {
    Patience.of(authorisation)
        .run(goOn -> look(authorisation, location, bundle, how, Optional.of(goOn)));
  }

  /// What came of it.
  public enum Done {
    SIGNED,
    /// It carried it already.
    THERE
  }

  /// Attaches what is missing, without a bound of time.
  ///
  /// @throws RegistryException if it is not attached, for whatever reason
  Done attach(Entry authorisation, Location location, Manifest bundle, Assurance.Signing how) {
    return look(authorisation, location, bundle, how, Optional.of(() -> {}));
  }

  /// What [#attach] would do.
  Done wanting(Entry authorisation, Location location, Manifest bundle, Assurance.Signing how) {
    return look(authorisation, location, bundle, how, Optional.empty());
  }

  /// @param writes what is asked before each write; empty where nothing is to be written
  private Done look(
      Entry authorisation,
      Location location,
      Manifest bundle,
      Assurance.Signing how,
      Optional<Runnable> writes) {
    try {
      var promotion = Promotion.of(origin, authorisation);
      var carried = carrying.of(location.repository(), bundle.digest());
      var own = own(how);
      boolean simple = how.form() != Form.BUNDLE && !hasSimple(carried, bundle, own);
      boolean whole = how.form() != Form.LEGACY && !hasBundle(carried, bundle, own, promotion);
      if (!simple && !whole) {
        return Done.THERE;
      }
      var key = ring.signing(how.key());
      if (whole) {
        refuseToSwitchOff(carried, bundle, promotion.alias(), how);
      }
      // The first layout first: where both are wanted and the second fails, what older ones look
      // for is there, and no bundle has switched it off.
      if (writes.isPresent() && simple) {
        writes.get().run();
        simple(location, bundle, key);
      }
      if (writes.isPresent() && whole) {
        writes.get().run();
        registry.attach(
            location.repository(),
            bundle.descriptor(),
            SignedRecord.bundle(key, promotion, bundle.digest()));
      }
      return Done.SIGNED;
    } catch (ConfigException | InvalidValueException e) {
      throw new RegistryException(Kind.REJECTED, Applied.NO, 0, String.valueOf(e.getMessage()), e);
    }
  }

  /// What counts as ours: the key that signs now. Where it cannot be had, those that count under
  /// its name: a bundle that goes back and carries one of them needs no other.
  private Keys own(Assurance.Signing how) {
    try {
      return new Keys(List.of(ring.signing(how.key()).verification()));
    } catch (ConfigException e) {
      return ring.counting(List.of(how.key()));
    }
  }

  private static boolean hasSimple(Carried carried, Manifest bundle, Keys own) {
    return carried.signatures().stream()
        .anyMatch(each ->
            SimpleSigning.check(each.layer(), each.payload(), new Subject(bundle), own)
                instanceof Finding.Valid);
  }

  private void simple(Location location, Manifest bundle, SigningKey key) {
    var signed = SignedRecord.simple(key, location, bundle.digest());
    registry.addLayer(
        location.repository(),
        SimpleSigning.tag(bundle.digest()),
        new Document(SimpleSigning.PAYLOAD_TYPE, signed.payload()),
        Map.of(SimpleSigning.SIGNATURE, signed.base64()));
  }

  /// Whichever authorisation it was of: a bundle that comes back to an alias was authorised there
  /// before, and Flux asks no more.
  private static boolean hasBundle(
      Carried carried, Manifest bundle, Keys own, Promotion promotion) {
    return carried.bundles().stream()
        .map(each -> SigstoreBundle.promotion(each.bytes(), new Subject(bundle), own))
        .flatMap(Optional::stream)
        .anyMatch(each ->
            each.alias().equals(promotion.alias()) && each.ledger().equals(promotion.ledger()));
  }

  private void refuseToSwitchOff(
      Carried carried, Manifest bundle, Alias alias, Assurance.Signing how) {
    switchedOff(carried, bundle, assurance.apply(alias), how)
        .ifPresent(why -> {
          throw new RegistryException(Kind.REJECTED, Applied.NO, 0, why, null);
        });
  }

  /// Why a Sigstore bundle must not be attached: the first one switches the first layout off for
  /// Flux 2.8 and later, and somebody may rely on it.
  Optional<String> switchedOff(
      Carried carried, Manifest bundle, Assurance asked, Assurance.Signing how) {
    var others =
        Stream.concat(asked.verify().stream(), relied.stream())
            .filter(name -> !name.equals(how.key()))
            .distinct()
            .toList();
    if (how.form() == Form.LEGACY || others.isEmpty() || FluxRules.countsBundles(carried)) {
      return Optional.empty();
    }
    var relied =
        FluxRules.verify(
            FluxRules.Generation.UP_TO_2_7, new Subject(bundle), carried, ring.counting(others));
    if (!(relied instanceof FluxRules.Answer.Accepted(var key, var replay)) || replay) {
      return Optional.empty();
    }
    return Optional.of(
        ("the bundle carries a signature by another key that verify names (%s), in cosign's first layout, and no Sigstore bundle."
                + " Flux 2.8 and later would ignore it from the moment that one is attached, so none was."
                + " Sign with form: legacy, have that signature made as a Sigstore bundle (cosign 3),"
                + " or take that key out of verify")
            .formatted(key));
  }
}
