package io.tagtrail.server.signatures;

import io.tagtrail.attest.Finding;
import io.tagtrail.attest.Keys;
import io.tagtrail.attest.SigstoreBundle;
import io.tagtrail.attest.SimpleSigning;
import io.tagtrail.attest.Subject;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One look at the signatures of one bundle, and what it came to.
final class SignatureSearch {
  /// Referrers of the type that are looked at. Attestations have the same type, and a bundle that
  /// is scanned every day collects them: so it is far more than a bundle has signatures.
  static final int MOST_REFERRERS = 256;

  private static final int MOST_REASONS = 4;

  private final Registry registry;
  private final Blobs blobs;
  private final Repository repository;
  private final Subject subject;
  private final Keys keys;
  private final Deadline deadline;
  private final LinkedHashSet<String> invalid = new LinkedHashSet<>();
  private @Nullable String unknown;
  private final boolean found;

  SignatureSearch(
      Registry registry,
      Blobs blobs,
      Repository repository,
      Subject subject,
      Keys keys,
      Deadline deadline) {
    this.registry = registry;
    this.blobs = blobs;
    this.repository = repository;
    this.subject = subject;
    this.keys = keys;
    this.deadline = deadline;
    found = amongReferrers() || underTheTag();
  }

  /// Whether one holds.
  boolean found() {
    return found;
  }

  /// What was not looked at, and why; null where everything was.
  @Nullable String unknown() {
    return unknown;
  }

  /// Why those that were looked at do not hold, without repetitions; the first few.
  List<String> invalid() {
    return List.copyOf(invalid);
  }

  private boolean amongReferrers() {
    try {
      var referrers =
          registry.referrers(repository, subject.manifest().digest(), SigstoreBundle.TYPE);
      int looked = 0;
      for (var referrer : referrers) {
        if (looked++ == MOST_REFERRERS) {
          unknown(
              "it has %d referrers with Sigstore bundles; %d at most are looked at"
                  .formatted(referrers.size(), MOST_REFERRERS));
          return false;
        }
        if (late()) {
          return false;
        }
        if (holds(referrer)) {
          return true;
        }
      }
    } catch (RegistryException e) {
      unknown("its referrers could not be looked at: " + e.getMessage());
    }
    return false;
  }

  private boolean holds(Descriptor referrer) {
    var manifest = registry.fetch(Reference.of(repository, referrer.digest()));
    if (manifest.isEmpty()) {
      return invalid("a referrer is listed and not there");
    }
    try {
      var layer = SigstoreBundle.layer(manifest.get());
      if (layer.isEmpty()) {
        return false;
      }
      if (layer.get().size() > SigstoreBundle.MAX_BYTES) {
        return invalid(
            "a Sigstore bundle is longer than %d bytes".formatted(SigstoreBundle.MAX_BYTES));
      }
      var bytes = blobs.blob(repository, layer.get(), SigstoreBundle.MAX_BYTES);
      return bytes.isEmpty()
          ? invalid("a Sigstore bundle is named and not there")
          : holds(SigstoreBundle.check(bytes.get(), subject, keys));
    } catch (JsonException | InvalidValueException e) {
      return invalid("a referrer cannot be read: " + e.getMessage());
    }
  }

  private boolean underTheTag() {
    if (!subject.manifest().digest().algorithm().equals("sha256")) {
      return false; // cosign has no such tag for other digests.
    }
    var tag = SimpleSigning.tag(subject.manifest().digest());
    try {
      var manifest = registry.fetch(new Reference(repository, tag, null));
      return manifest.isPresent() && anyLayer(manifest.get());
    } catch (RegistryException e) {
      unknown("the tag %s could not be looked at: %s".formatted(tag, e.getMessage()));
    } catch (JsonException | InvalidValueException e) {
      invalid("what is under the tag %s cannot be read: %s".formatted(tag, e.getMessage()));
    }
    return false;
  }

  private boolean anyLayer(Manifest manifest) {
    for (var layer : SimpleSigning.layers(manifest)) {
      if (late()) {
        return false;
      }
      if (layer.payload().size() > SimpleSigning.MAX_PAYLOAD_BYTES) {
        invalid(
            "a signed payload is longer than %d bytes".formatted(SimpleSigning.MAX_PAYLOAD_BYTES));
        continue;
      }
      var payload = blobs.blob(repository, layer.payload(), SimpleSigning.MAX_PAYLOAD_BYTES);
      if (payload.isEmpty()) {
        invalid("a signed payload is named and not there");
      } else if (holds(SimpleSigning.check(layer, payload.get(), subject, keys))) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(Finding finding) {
    return switch (finding) {
      case Finding.Valid valid -> true;
      case Finding.Invalid(var why) -> invalid(why);
    };
  }

  private boolean late() {
    if (deadline.over()) {
      unknown("looking at its signatures takes too long");
      return true;
    }
    return false;
  }

  private boolean invalid(String why) {
    if (invalid.size() < MOST_REASONS) {
      invalid.add(why);
    }
    return false;
  }

  private void unknown(String why) {
    if (unknown == null) {
      unknown = why;
    }
  }
}
