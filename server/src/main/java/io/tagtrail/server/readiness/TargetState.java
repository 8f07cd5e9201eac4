package io.tagtrail.server.readiness;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A bundle that was looked at: the one that is live, or one to go back to.
///
/// @param sequence under which it was live last
/// @param until when it stopped being live; null while it is
/// @param why one sentence
/// @param keepTags its keep-tags that are not in step
public record TargetState(
    long sequence,
    Digest digest,
    @Nullable Instant until,
    State state,
    String why,
    List<KeepTag> keepTags) {
  static final int WHY_BYTES = 1_000;

  public TargetState {
    why = Text.clipped(why, WHY_BYTES);
    keepTags = List.copyOf(keepTags);
  }

  /// How a bundle was found.
  public enum State {
    /// It passes every safety check.
    READY,
    /// A part or an image of it is gone, seen twice.
    LOST,
    /// It is there, and may not be gone back to.
    UNSAFE,
    /// It could not be found out.
    UNKNOWN;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A keep-tag that is not where the ledger says.
  ///
  /// @param tag where it should be: `registry/repository:prod.42`
  /// @param at what it shows; null where it is gone, or where nobody knows
  /// @param known whether the registry answered
  public record KeepTag(String tag, @Nullable Digest at, boolean known) {
    Json.Obj toJson() {
      return new ObjectBuilder().put("tag", tag).putText("at", at).put("known", known).build();
    }

    static KeepTag fromJson(ObjectView view) {
      return new KeepTag(
          view.needText("tag"), view.parsed("at", Digest::parse), view.flag("known"));
    }

    public String words() {
      return !known
          ? tag + ": not known"
          : at == null ? tag + " is gone" : "%s shows %s".formatted(tag, at.shortHex());
    }
  }

  public boolean live() {
    return until == null;
  }

  Json.Obj toJson() {
    return new ObjectBuilder()
        .put("sequence", sequence)
        .putText("digest", digest)
        .put("until", until)
        .put("state", state.label())
        .put("why", why)
        .putList("keepTags", keepTags, KeepTag::toJson)
        .build();
  }

  static TargetState fromJson(ObjectView view) {
    return new TargetState(
        view.needNumber("sequence"),
        view.needParsed("digest", Digest::parse),
        view.time("until"),
        view.needParsed("state", TargetState::state),
        view.needText("why"),
        Lenient.objects(view, "keepTags", KeepTag::fromJson));
  }

  private static State state(String label) {
    try {
      return State.valueOf(label.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("no state that is known: " + Text.clipped(label, 40), e);
    }
  }
}
