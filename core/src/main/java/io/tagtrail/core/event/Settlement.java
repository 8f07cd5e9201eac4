package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import java.util.Locale;

/// How an intent came to its outcome.
///
/// @param intent the index of the authorisation that this closes
/// @param how who saw the outcome
/// @param sent whether the PUT is known to have been sent
public record Settlement(long intent, How how, Sent sent) {
  /// Who saw the outcome.
  public enum How {
    /// The mover itself read the tag back.
    READ_BACK,
    /// Somebody settled it later from what the registry showed.
    SETTLED,
    /// A rollback closed it without waiting.
    SUPERSEDED;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// What is known about the PUT.
  public enum Sent {
    YES,
    NO,
    UNKNOWN;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("intent", intent)
        .put("how", how.label())
        .put("sent", sent.label())
        .build();
  }

  static Settlement fromJson(ObjectView view) {
    return new Settlement(
        view.needNumber("intent"),
        How.valueOf(view.needText("how").toUpperCase(Locale.ROOT).replace('-', '_')),
        Sent.valueOf(view.needText("sent").toUpperCase(Locale.ROOT)));
  }
}
