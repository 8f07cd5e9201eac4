package io.tagtrail.server.signing;

import io.tagtrail.attest.Carried;
import io.tagtrail.attest.FluxRules;
import io.tagtrail.attest.FluxRules.Answer;
import io.tagtrail.attest.FluxRules.Generation;
import io.tagtrail.core.cluster.Clusters;
import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Assurance.Form;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.server.config.ConfigException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The safety check `flux-verify`: would Flux take the bundle's signature? Asked of every move and
/// of every rollback target, before Flux is. Our own signature, which is attached before the tag
/// moves, is counted as there.
///
/// | | says |
/// |---|---|
/// | `verify` (or, without it, `sign`) names keys, and Flux accepts a signature by one | PASS |
/// | the key that is to sign cannot | FAIL of a forward move |
/// | Flux refuses | FAIL; of a rollback that is asked for by name UNKNOWN, since signing never blocks one |
/// | Flux accepts in one generation and not in the other | UNKNOWN |
/// | Flux accepts a signature over something else (see [FluxRules]) | FAIL |
/// | no keys are named, and a cluster says that its source verifies | UNKNOWN |
/// | no keys are named, and no cluster says so | not checked |
public final class FluxVerify implements Examiner {
  /// A rollback does not wait long for an answer that does not block it.
  private static final Patience BACK = new Patience(Duration.ofSeconds(5));

  private static final Patience FORWARD = new Patience(Duration.ofSeconds(30));

  /// Anybody who may push can attach; what is attached is read into memory.
  static final long MOST_BYTES = 8 << 20;

  private final KeyRing ring;
  private final RegistrySigner signer;
  private final OciRegistry registry;
  private final Carrying carrying;
  private final Function<Alias, Optional<Location>> locations;
  private final Clusters clusters;
  private final InstantSource clock;
  private final Patience back;
  private final Patience forward;

  /// @param locations where an alias is
  public FluxVerify(
      KeyRing ring,
      RegistrySigner signer,
      OciRegistry registry,
      Function<Alias, Optional<Location>> locations,
      Clusters clusters,
      InstantSource clock) {
    this(ring, signer, registry, locations, clusters, clock, BACK, FORWARD);
  }

  /// @param back how long a look at what is gone back to may take
  /// @param forward how long a look at what is moved forward may take
  FluxVerify(
      KeyRing ring,
      RegistrySigner signer,
      OciRegistry registry,
      Function<Alias, Optional<Location>> locations,
      Clusters clusters,
      InstantSource clock,
      Patience back,
      Patience forward) {
    this.ring = ring;
    this.signer = signer;
    this.registry = registry;
    this.carrying = new Carrying(registry, MOST_BYTES);
    this.locations = locations;
    this.clusters = clusters;
    this.clock = clock;
    this.back = back;
    this.forward = forward;
  }

  @Override
  public Examined examine(Subject subject) {
    var check = check(subject);
    return check == null ? Examined.NOTHING : new Examined(List.of(check), null);
  }

  private @Nullable Check check(Subject subject) {
    var asked = subject.rules().assurance();
    var names =
        asked.verify().isEmpty()
            ? asked.signing().stream().map(Assurance.Signing::key).distinct().toList()
            : asked.verify();
    if (names.isEmpty()) {
      return unnamed(subject.alias());
    }
    try {
      var patience = subject.use() == Use.FORWARD ? forward : back;
      return patience.ask(() -> named(subject, asked, names));
    } catch (RegistryException | ConfigException e) {
      return said(Result.UNKNOWN, "could not be checked: " + e.getMessage());
    }
  }

  /// Nothing is known of keys. What clusters say of their sources still tells that there are some.
  private @Nullable Check unnamed(Alias alias) {
    return locations
        .apply(alias)
        .flatMap(location ->
            clusters.of(location, clock.instant()).stream()
                .filter(each -> each.source().verify() != null)
                .findFirst())
        .map(each ->
            said(
                Result.UNKNOWN,
                "the source %s/%s in %s verifies with %s, and its keys are not known here (verify: names them)"
                    .formatted(
                        each.source().namespace(),
                        each.source().name(),
                        each.cluster(),
                        each.source().verify())))
        .orElse(null);
  }

  private Check named(Subject subject, Assurance asked, List<String> names) {
    var manifest = registry.fetch(Reference.of(subject.repository(), subject.bundle().digest()));
    if (manifest.isEmpty()) {
      return said(
          Result.UNKNOWN,
          "%s is not at %s".formatted(subject.bundle().digest(), subject.repository()));
    }
    var carried = carrying.of(subject.repository(), subject.bundle().digest());
    var signing = signing(subject, asked);
    if (signing.isPresent()) {
      return signed(subject, asked, names, signing.get(), manifest.get(), carried);
    }
    return asItIs(subject, names, manifest.get(), carried);
  }

  /// The signing at the location, which is not where a dry run looks.
  private Optional<Assurance.Signing> signing(Subject subject, Assurance asked) {
    return asked.signingIn(
        locations.apply(subject.alias()).map(Location::repository).orElse(subject.repository()));
  }

  private Check signed(
      Subject subject,
      Assurance asked,
      List<String> names,
      Assurance.Signing how,
      Manifest manifest,
      Carried carried) {
    try {
      var key = ring.signing(how.key());
      var conflict = signer.switchedOff(carried, manifest, asked, how);
      if (conflict.isPresent()) {
        return failed(subject, conflict.get());
      }
      if (how.form() == Form.LEGACY && FluxRules.countsBundles(carried)) {
        var now = flux(Generation.FROM_2_8, manifest, carried, names);
        if (!(now instanceof Answer.Accepted)) {
          return said(
              Result.UNKNOWN,
              "Flux up to 2.7 will accept the signature by %s; from 2.8 on it looks only at Sigstore bundles, and accepts none of those on it"
                  .formatted(key));
        }
      }
      return said(Result.PASS, "signed by %s (%s) before the tag moves".formatted(key, how.key()));
    } catch (ConfigException e) {
      if (subject.use() == Use.FORWARD) {
        // Better now than after it was authorised: it would be abandoned.
        return said(Result.FAIL, "it cannot be signed: " + e.getMessage());
      }
      // It cannot be signed here and now. It may have been, before.
      var check = asItIs(subject, names, manifest, carried);
      return check.result() == Result.PASS
          ? check
          : said(check.result(), check.detail() + "; and it cannot be signed: " + e.getMessage());
    }
  }

  private Check asItIs(Subject subject, List<String> names, Manifest manifest, Carried carried) {
    var now = flux(Generation.FROM_2_8, manifest, carried, names);
    return switch (now) {
      case Answer.Accepted(var key, var replay) when !replay ->
          said(Result.PASS, "Flux accepts the signature by " + key);
      case Answer.Accepted(var key, var replay) ->
          failed(
              subject,
              "Flux would accept a signature by %s that was made over another bundle and copied to this one: it looks at no more in cosign's first layout"
                  .formatted(key));
      case Answer.Unsure(var why) -> said(Result.UNKNOWN, why);
      case Answer.Refused(var why) ->
          flux(Generation.UP_TO_2_7, manifest, carried, names)
                      instanceof Answer.Accepted(var key, var replay)
                  && !replay
              ? said(
                  Result.UNKNOWN,
                  "Flux up to 2.7 accepts the signature by %s, and from 2.8 on it does not: %s"
                      .formatted(key, why))
              : failed(subject, "Flux would refuse it: " + why);
    };
  }

  private Answer flux(
      Generation generation, Manifest manifest, Carried carried, List<String> names) {
    return FluxRules.verify(
        generation, new io.tagtrail.attest.Subject(manifest), carried, ring.counting(names));
  }

  private static Check failed(Subject subject, String why) {
    return said(subject.use() == Use.BACK ? Result.UNKNOWN : Result.FAIL, why);
  }

  private static Check said(Result result, String why) {
    return new Check(Examiner.FLUX_VERIFY, Guard.SAFETY, result, why);
  }
}
