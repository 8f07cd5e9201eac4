package io.tagtrail.attest;

import io.tagtrail.core.model.Text;

/// What one signature is worth.
public sealed interface Finding {
  /// It was made by the key, over this bundle.
  record Valid(VerificationKey key, Form form) implements Finding {}

  /// It says nothing for the bundle, and why.
  record Invalid(String why) implements Finding {
    public Invalid {
      why = Text.clipped(why, 300);
    }
  }

  /// In which form it was found.
  enum Form {
    /// cosign's own, under the tag `sha256-<hex>.sig`.
    SIMPLE_SIGNING,
    /// A Sigstore bundle with an in-toto statement.
    STATEMENT,
    /// A Sigstore bundle with a signature over the manifest's bytes.
    MESSAGE
  }
}
