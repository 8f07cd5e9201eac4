package io.tagtrail.flux.kube;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.json.JsonException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import tools.jackson.core.JacksonException;

/// Bytes that call themselves an answer of a cluster: an object, a list, a line of a watch.
final class KubeObjectFuzz {
  @FuzzTest
  void nothing_but_a_word_of_what_is_wrong_comes_of_bytes(byte[] bytes) {
    try {
      var object = new KubeObject(KubeJson.object(bytes));
      // Read without trust: none of these may throw.
      object.key();
      object.of("v1", "X");
      object.is(Kind.OCI_REPOSITORY);
      object.time("metadata", "creationTimestamp");
      object.list("status", "conditions");
      object.number("metadata", "generation");
    } catch (JsonException e) {
      check(e.getMessage());
    }
    var objects = new ArrayList<KubeObject>();
    try {
      KubeReader.list(new ByteArrayInputStream(bytes), objects::add);
    } catch (JsonException | JacksonException e) {
      check(e.getMessage());
    }
    try (var watch = new Watch(new ByteArrayInputStream(bytes), "v1", "X")) {
      for (var event = watch.next(); event != null; event = watch.next()) {
        if (event instanceof WatchEvent.Failed failed && failed.reason().length() > 400) {
          throw new AssertionError("unbounded: " + failed.reason().length());
        }
      }
    } catch (KubeException e) {
      check(e.getMessage());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(@org.jspecify.annotations.Nullable String message) {
    if (message == null) {
      throw new AssertionError("no word of what is wrong");
    }
  }
}
