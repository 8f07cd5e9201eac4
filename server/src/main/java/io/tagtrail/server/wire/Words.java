package io.tagtrail.server.wire;

import io.tagtrail.core.model.Digest;
import org.jspecify.annotations.Nullable;

/// What things are called in the sentences of problems.
public final class Words {
  private Words() {}

  /// `sha256:0123456789ab`; "nothing" where a tag is gone.
  public static String digest(@Nullable Digest digest) {
    return digest == null ? "nothing" : digest.algorithm() + ":" + digest.shortHex();
  }
}
