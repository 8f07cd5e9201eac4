package io.tagtrail.flux.kube;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.model.InvalidValueException;
import java.nio.file.Path;

/// Bytes that call themselves a kubeconfig. Nothing is run and nothing is sent by reading one.
final class KubeconfigFuzz {
  @FuzzTest
  void a_kubeconfig_is_read_or_refused_in_words(byte[] bytes) {
    try {
      var config = Kubeconfig.parse(bytes, "the fuzzed file");
      for (var context : config.contexts()) {
        try {
          config.access(context, Path.of("/nonexistent"));
        } catch (InvalidValueException e) {
          check(e);
        }
      }
      config.access(null, Path.of("/nonexistent"));
    } catch (InvalidValueException e) {
      check(e);
    }
  }

  private static void check(InvalidValueException e) {
    if (e.getMessage() == null || e.getMessage().length() > 2_000) {
      throw new AssertionError("no bounded word of what is wrong", e);
    }
  }
}
