package io.tagtrail.flux.kube;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a client shows to the cluster beside, or instead of, a certificate. None prints its secret.
sealed interface Credential {
  Credential NONE = new None();

  record None() implements Credential {}

  record Token(String secret) implements Credential {
    @Override
    public String toString() {
      return "a token";
    }
  }

  /// A file that holds a token, read for every request: such tokens are short-lived and written
  /// anew.
  ///
  /// @param before what is shown as long as the file cannot be read; null for nothing
  record TokenFile(Path file, @Nullable String before) implements Credential {
    @Override
    public String toString() {
      return "the token in " + file;
    }
  }

  record Exec(ExecPlugin plugin) implements Credential {}
}
