package io.tagtrail.server.signatures;

import io.tagtrail.attest.Keys;
import io.tagtrail.attest.Subject;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.Evaluators.Said;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.rules.SignatureChecks;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Looks for signatures where cosign puts them: Sigstore bundles among the referrers, and the tag
/// `sha256-<hex>.sig`. The first one that holds is enough; what does not hold never spoils one that
/// does, or whoever may push could take a signature away by adding another.
public final class RegistrySignatures implements SignatureChecks {
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int WHY_BYTES = 900;

  private final Registry registry;
  private final Blobs blobs;
  private final Duration patience;
  private final LongSupplier nanoTime;

  public RegistrySignatures(Registry registry, Blobs blobs) {
    this(registry, blobs, PATIENCE, System::nanoTime);
  }

  /// @param patience after how long no further request is begun; each has a bound of its own
  RegistrySignatures(Registry registry, Blobs blobs, Duration patience, LongSupplier nanoTime) {
    this.registry = registry;
    this.blobs = blobs;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  @Override
  public Said signed(SignatureRule rule, Repository repository, Digest bundle) {
    Keys keys;
    try {
      keys = Keys.parse(rule.keys());
    } catch (InvalidValueException e) {
      return new Said.Unknown("the rule's keys cannot be read: " + clipped(e.getMessage()));
    }
    Subject subject;
    try {
      var manifest = registry.fetch(Reference.of(repository, bundle));
      if (manifest.isEmpty()) {
        return new Said.Unknown("%s is not at %s".formatted(bundle, repository));
      }
      subject = new Subject(manifest.get());
    } catch (RegistryException e) {
      return new Said.Unknown("the registry did not answer: " + clipped(e.getMessage()));
    }
    var search =
        new SignatureSearch(
            registry, blobs, repository, subject, keys, new Deadline(nanoTime, patience));
    return said(search, keys);
  }

  private static Said said(SignatureSearch search, Keys keys) {
    if (search.found()) {
      return new Said.Yes();
    }
    var unknown = search.unknown();
    if (unknown != null) {
      return new Said.Unknown(clipped(unknown));
    }
    var invalid = search.invalid();
    return new Said.No(
        clipped(
            invalid.isEmpty()
                ? "it is not signed: neither a Sigstore bundle among its referrers nor a tag"
                    + " sha256-….sig; one is wanted by "
                    + keys
                : "none of its signatures is by %s: %s"
                    .formatted(keys, String.join("; ", invalid))));
  }

  private static String clipped(@Nullable String text) {
    return Text.clipped(String.valueOf(text), WHY_BYTES);
  }
}
