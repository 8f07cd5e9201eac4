package io.tagtrail.flux.status;

import io.tagtrail.flux.kube.KubeObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One of an object's `status.conditions`.
///
/// @param status `True`, `False` or `Unknown`
/// @param changed when its status, reason or message last changed, by the cluster's clock
/// @param observed the generation that it speaks of; null where it does not say
record Condition(
    String type,
    String status,
    String reason,
    String message,
    @Nullable Instant changed,
    @Nullable Long observed) {
  static @Nullable Condition of(KubeObject object, String type) {
    for (var each : object.list("status", "conditions")) {
      if (type.equals(each.text("type"))) {
        return new Condition(
            type,
            orEmpty(each.text("status")),
            orEmpty(each.text("reason")),
            orEmpty(each.text("message")),
            each.time("lastTransitionTime"),
            each.number("observedGeneration"));
      }
    }
    return null;
  }

  boolean isTrue() {
    return status.equals("True");
  }

  boolean isFalse() {
    return status.equals("False");
  }

  /// For people: the message, else the reason.
  String said() {
    var text = message.isBlank() ? reason : message;
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
