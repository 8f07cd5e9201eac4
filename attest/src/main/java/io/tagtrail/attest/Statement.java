package io.tagtrail.attest;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.json.OutsideJson;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An in-toto statement (in-toto/attestation, spec/v1/statement.md) as a signature on a bundle.
///
/// Its predicate must be cosign's "signed". A key signs other statements of the same bundle too:
/// "these are its vulnerabilities" is no consent to release it.
final class Statement {
  static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
  static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";
  static final String V1 = "https://in-toto.io/Statement/v1";
  private static final Set<String> TYPES = Set.of(V1, "https://in-toto.io/Statement/v0.1");
  private static final int MOST_SUBJECTS = 256;

  private Statement() {}

  /// Why the envelope's payload, whose signature was checked, is no signature of the bundle; null
  /// where it is one.
  static @Nullable String problem(Envelope envelope, Digest bundle) {
    if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
      return "a payload of the type '%s'".formatted(Text.clipped(envelope.payloadType(), 100));
    }
    try {
      var view = OutsideJson.object("the statement", envelope.payload());
      var type = view.needText("_type");
      if (!TYPES.contains(type)) {
        return "a statement of the type '%s'".formatted(Text.clipped(type, 100));
      }
      var predicate = view.needText("predicateType");
      if (!predicate.equals(SIGNED)) {
        return "an attestation '%s', which is no signature".formatted(Text.clipped(predicate, 100));
      }
      return about(view, bundle);
    } catch (JsonException | InvalidValueException e) {
      return "a statement that cannot be read (%s)".formatted(e.getMessage());
    }
  }

  /// Why the statement is about another bundle; null where it is about this one.
  static @Nullable String about(ObjectView statement, Digest bundle) {
    var digests =
        statement.objects(
            "subject",
            subject -> {
              subject.names().forEach(subject::any);
              var digest = subject.object("digest");
              return digest == null
                  ? ""
                  : Objects.requireNonNullElse(digest.text(bundle.algorithm()), "");
            });
    if (digests.size() > MOST_SUBJECTS) {
      return "a statement about %d subjects".formatted(digests.size());
    }
    return digests.contains(bundle.hex()) ? null : "another bundle";
  }
}
