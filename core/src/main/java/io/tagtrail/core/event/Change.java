package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What changes, or may have changed, at an alias.
///
/// @param sequence the alias's own count of its changes, from 1; a sequence is never used twice
/// @param location where the tag is
/// @param bundle what the tag resolves to afterwards; null where the tag is gone (an outside move
///   only)
/// @param previous what the chain held before: the digest of the change before this one; null at
///   the first, or where the tag was gone
/// @param restores the sequence whose bundle a rollback brings back
/// @param rollsBack the sequence that a rollback takes back
/// @param possible what may have been live in between, where nobody can know
/// @param note what kind of an outside move or adoption it is, in one of a few fixed words
public record Change(
    long sequence,
    Location location,
    @Nullable Descriptor bundle,
    @Nullable Digest previous,
    @Nullable Long restores,
    @Nullable Long rollsBack,
    @Nullable Possible possible,
    @Nullable Note note) {

  /// A bundle that the tag may have resolved to for some time between two instants.
  public record Possible(Digest digest, Instant from, Instant to) {
    Json toJson() {
      return new ObjectBuilder().putText("digest", digest).put("from", from).put("to", to).build();
    }

    static Possible fromJson(ObjectView view) {
      return new Possible(
          view.needParsed("digest", Digest::parse), view.needTime("from"), view.needTime("to"));
    }
  }

  /// The fixed words that say what a change was taken for.
  public enum Note {
    /// The adopter said what was live before; Tagtrail has not seen it.
    CLAIMED_BEFORE_ADOPTION,
    /// The tag is gone.
    TAG_DELETED,
    /// The bundle is the target of an earlier intent: most likely a write of our own that landed
    /// late.
    LATE_OWN_WRITE,
    /// The bundle is one that was live here before, by this ledger or by the keep-tags from before
    /// it: most likely somebody used a keep-tag while Tagtrail was away.
    RECOGNISED_BREAK_GLASS,
    /// A rollback did not wait for the unfinished move before it.
    SUPERSEDED,
    /// Another ledger governed the alias; it was taken over on purpose. Its sequences are not used
    /// again, so that this one may begin higher than the chain's next.
    TAKEN_OVER;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Note parse(String label) {
      return valueOf(label.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
  }

  public Change {
    if (sequence < 1) {
      throw new InvalidValueException("a sequence starts at 1, not at " + sequence);
    }
  }

  public @Nullable Digest digest() {
    return bundle == null ? null : bundle.digest();
  }

  void writeTo(ObjectBuilder out) {
    out.put("sequence", sequence)
        .putText("location", location)
        .put("bundle", bundle == null ? null : Codec.descriptor(bundle))
        .putText("previous", previous)
        .put("restores", restores)
        .put("rollsBack", rollsBack)
        .put("possible", possible == null ? null : possible.toJson())
        .put("note", note == null ? null : note.label());
  }

  static @Nullable Change readFrom(ObjectView view) {
    if (!view.has("sequence")) {
      return null;
    }
    return new Change(
        view.needNumber("sequence"),
        view.needParsed("location", Location::parse),
        view.nested("bundle", Codec::descriptor),
        view.parsed("previous", Digest::parse),
        view.number("restores"),
        view.number("rollsBack"),
        view.nested("possible", Possible::fromJson),
        view.parsed("note", Note::parse));
  }
}
