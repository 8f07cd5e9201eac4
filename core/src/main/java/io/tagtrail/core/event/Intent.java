package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import java.time.Instant;
import java.util.Locale;

/// What an authorisation allows, and until when.
///
/// @param kind the kind of event that will stand for it once it is done
/// @param write who sends the PUT
/// @param deadline the PUT is not sent after this instant
/// @param settleAfter nobody settles it before this instant: the deadline and the registry's settle
///   time after it
public record Intent(EventKind kind, Write write, Instant deadline, Instant settleAfter) {
  /// Who writes to the registry.
  public enum Write {
    SERVER,
    CALLER;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Write parse(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  public Intent {
    if (!kind.isMove()) {
      throw new IllegalArgumentException("only a move is authorised, not " + kind.label());
    }
    if (settleAfter.isBefore(deadline)) {
      throw new IllegalArgumentException("an intent is settled after its deadline");
    }
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("kind", kind.label())
        .put("write", write.label())
        .put("deadline", deadline)
        .put("settleAfter", settleAfter)
        .build();
  }

  static Intent fromJson(ObjectView view) {
    return new Intent(
        view.needParsed("kind", EventKind::parse),
        view.needParsed("write", Write::parse),
        view.needTime("deadline"),
        view.needTime("settleAfter"));
  }
}
