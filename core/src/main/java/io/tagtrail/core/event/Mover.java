package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Text;
import org.jspecify.annotations.Nullable;

/// Who asked for a move, as the entry holds it for ever. A workload's subject stands here; a
/// person's name does not: it is in the erasable side record under [Commitments#MOVER].
public record Mover(
    Kind kind, FactStatus status, @Nullable String issuer, @Nullable String subject) {
  public static final int ISSUER_BYTES = 512;
  public static final int SUBJECT_BYTES = 512;
  public static final Mover MISSING = new Mover(Kind.UNKNOWN, FactStatus.MISSING, null, null);

  /// What a mover is.
  public enum Kind {
    PERSON,
    WORKLOAD,
    UNKNOWN;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Mover {
    if (issuer != null) {
      Text.bounded("the mover's issuer", issuer, ISSUER_BYTES);
    }
    if (subject != null) {
      Text.bounded("the mover's subject", subject, SUBJECT_BYTES);
      if (kind != Kind.WORKLOAD) {
        throw new IllegalArgumentException("a person's name does not go into an entry");
      }
    }
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("kind", kind.label())
        .put("status", status.label())
        .put("issuer", issuer)
        .put("subject", subject)
        .build();
  }

  static Mover fromJson(ObjectView view) {
    return new Mover(
        Kind.valueOf(view.needText("kind").toUpperCase(java.util.Locale.ROOT)),
        view.needParsed("status", FactStatus::parse),
        view.text("issuer"),
        view.text("subject"));
  }
}
