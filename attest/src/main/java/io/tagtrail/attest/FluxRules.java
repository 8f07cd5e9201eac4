package io.tagtrail.attest;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.json.OutsideJson;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Verifies as Flux does with `spec.verify: {provider: cosign, secretRef: …}`, whose Secret holds
/// these public keys: source-controller v1.9.1, internal/oci/cosign, and what it calls (cosign
/// v3.0.6, sigstore-go v1.2.0). Not a better verification, the same one; `.ci/flux-verify` makes
/// the real calls, and tests hold this to it.
///
/// Two things are as surprising as they are true. Once a bundle carries one Sigstore bundle that
/// Flux can read, whoever attached it, its signatures in the first layout count for nothing. And in
/// the first layout Flux checks the signature over the payload and **not what the payload says**: a
/// signature by the key over any bundle at all, copied under the tag, is accepted.
public final class FluxRules {
  /// Bundles of which sigstore-go reads the version and does not say that it is too old or too new.
  private static final Pattern VERSION =
      Pattern.compile(
          "application/vnd\\.dev\\.sigstore\\.bundle"
              + "(\\+json;version=0\\.3|\\.v0\\.3(\\.(0|[1-9][0-9]*))?\\+json)");

  private FluxRules() {}

  /// Whose rules.
  public enum Generation {
    /// Flux up to 2.7 (source-controller up to 1.7): the first layout only.
    UP_TO_2_7,
    /// Flux 2.8 and later: Sigstore bundles, and the first layout where there are none.
    FROM_2_8
  }

  /// What Flux says.
  public sealed interface Answer {
    /// It runs the bundle.
    ///
    /// @param replay that it does so by a signature over something else: see the class
    record Accepted(VerificationKey key, boolean replay) implements Answer {}

    /// It does not.
    record Refused(String why) implements Answer {
      public Refused {
        why = Text.clipped(why, 300);
      }
    }

    /// It depends on how Flux reads something that is malformed, or on what was not looked at.
    record Unsure(String why) implements Answer {
      public Unsure {
        why = Text.clipped(why, 300);
      }
    }
  }

  public static Answer verify(Generation generation, Subject subject, Carried carried, Keys keys) {
    return switch (generation) {
      case UP_TO_2_7 -> first(subject, carried, keys);
      case FROM_2_8 -> bundles(subject, carried, keys);
    };
  }

  /// Whether Flux from 2.8 on would leave the first layout aside.
  public static boolean countsBundles(Carried carried) {
    return carried.bundles().stream().anyMatch(each -> read(each) instanceof Read.Counts);
  }

  private static Answer bundles(Subject subject, Carried carried, Keys keys) {
    int counted = 0;
    String unsure = null;
    String why = "";
    for (var each : carried.bundles()) {
      switch (read(each)) {
        case Read.Not not -> {}
        case Read.Unsure(var what) -> unsure = what;
        case Read.Counts(var view) -> {
          counted++;
          var answer = bundle(view, subject, keys);
          if (answer instanceof Answer.Accepted accepted) {
            return accepted;
          }
          if (answer instanceof Answer.Refused(var problem)) {
            why = problem;
          }
        }
      }
    }
    if (unsure != null) {
      return new Answer.Unsure(unsure);
    }
    if (counted > 0) {
      return new Answer.Refused(
          "it carries %d Sigstore bundle%s, and then only they count; none is by %s (%s)"
              .formatted(counted, counted == 1 ? "" : "s", keys, why));
    }
    return first(subject, carried, keys);
  }

  private static Answer first(Subject subject, Carried carried, Keys keys) {
    Answer replay = null;
    for (var each : carried.signatures()) {
      var made =
          keys.keys().stream()
              .filter(key -> key.verifiesForFlux(each.payload(), each.layer().signature()))
              .findFirst();
      if (made.isPresent()) {
        if (SimpleSigning.names(each.payload(), subject.digest())) {
          return new Answer.Accepted(made.get(), false);
        }
        replay = new Answer.Accepted(made.get(), true);
      }
    }
    if (replay != null) {
      return replay;
    }
    return new Answer.Refused(
        carried.signatures().isEmpty()
            ? "it carries no signature under the tag sha256-….sig, and one by %s is wanted"
                .formatted(keys)
            : "none of its %d signatures is by %s".formatted(carried.signatures().size(), keys));
  }

  /// Whether Flux takes an attached layer for a Sigstore bundle.
  private sealed interface Read {
    record Counts(ObjectView view) implements Read {}

    record Not() implements Read {}

    record Unsure(String why) implements Read {}
  }

  private static Read read(Carried.Attached attached) {
    if (attached.bytes().length > SigstoreBundle.MAX_BYTES) {
      return new Read.Unsure("a Sigstore bundle on it is too long to be looked at");
    }
    try {
      var view = OutsideJson.object("a Sigstore bundle", attached.bytes());
      var type = view.text("mediaType");
      if (type == null) {
        // The other spelling that the Protobuf form allows.
        return view.has("media_type") ? odd("its members are spelled otherwise") : new Read.Not();
      }
      if (!VERSION.matcher(type).matches()) {
        return new Read.Not();
      }
      var material = view.object("verificationMaterial");
      boolean one = view.has("dsseEnvelope") ^ view.has("messageSignature");
      if (material == null || !one || material.has("publicKey") == material.has("certificate")) {
        return odd("it does not hold one signature and one key");
      }
      return new Read.Counts(view);
    } catch (JsonException | InvalidValueException e) {
      return odd(String.valueOf(e.getMessage()));
    }
  }

  private static Read odd(String why) {
    return new Read.Unsure("how Flux reads a Sigstore bundle on it is not sure: " + why);
  }

  private static Answer bundle(ObjectView view, Subject subject, Keys keys) {
    try {
      if (view.has("messageSignature")) {
        return new Answer.Refused("it is no attestation");
      }
      if (view.needObject("verificationMaterial").has("certificate")) {
        return new Answer.Refused("it is signed with a certificate");
      }
      var envelope = Envelope.read(view.needObject("dsseEnvelope"));
      var key = made(envelope, keys);
      if (key.isEmpty()) {
        return new Answer.Refused("another key made it");
      }
      var problem = problem(envelope, subject);
      return problem == null ? new Answer.Accepted(key.get(), false) : new Answer.Refused(problem);
    } catch (JsonException | InvalidValueException e) {
      return new Answer.Refused("it cannot be read: " + e.getMessage());
    }
  }

  private static Optional<VerificationKey> made(Envelope envelope, Keys keys) {
    return keys.keys().stream()
        .filter(key -> key.verifiesForFlux(envelope.signed(), envelope.signature()))
        .findFirst();
  }

  /// The type of the predicate is not looked at.
  private static @Nullable String problem(Envelope envelope, Subject subject) {
    if (!envelope.payloadType().equals(Statement.PAYLOAD_TYPE)) {
      return "it holds no statement";
    }
    return Statement.about(
        OutsideJson.object("the statement", envelope.payload()), subject.digest());
  }
}
