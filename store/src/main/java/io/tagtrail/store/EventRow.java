package io.tagtrail.store;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The narrow row of an entry, by which it is found. A pure function of the entry, so that it can
/// be rebuilt.
record EventRow(
    long index,
    String stream,
    String kind,
    long time,
    @Nullable Long sequence,
    boolean governs,
    @Nullable String pipeline,
    @Nullable String revision,
    byte @Nullable [] key) {
  static final String COLUMNS =
      "idx, stream, kind, time, sequence, governs, pipeline, revision, request_key";

  static EventRow of(Entry entry) {
    var event = entry.event();
    boolean changes = event.kind().changesState();
    boolean governs = event.kind().governs();
    var key = event.key();
    var revision = event.facts().source().revision();
    return new EventRow(
        entry.index(),
        event.stream().key(),
        event.kind().label(),
        event.time().toEpochMilli(),
        changes ? event.needChange().sequence() : null,
        governs,
        changes ? event.facts().pipeline().id() : null,
        changes && revision != null ? Commits.of(revision) : null,
        governs && key != null ? Columns.bytes(key.key()) : null);
  }

  /// The digests that an entry names: what became live, was authorised, may have been live, or is
  /// the subject.
  static Set<Digest> named(Event event) {
    var out = new LinkedHashSet<Digest>();
    var change = event.change();
    if (change != null) {
      add(out, change.digest());
      var possible = change.possible();
      add(out, possible == null ? null : possible.digest());
    }
    var stop = event.stop();
    add(out, stop == null ? null : stop.bundle());
    add(out, event.subject());
    return out;
  }

  static EventRow read(ResultSet row) throws SQLException {
    long number = row.getLong(5);
    Long sequence = row.wasNull() ? null : number;
    return new EventRow(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        sequence,
        row.getInt(6) == 1,
        row.getString(7),
        row.getString(8),
        row.getBytes(9));
  }

  /// In the order of [#COLUMNS].
  @Nullable Object[] values() {
    return new @Nullable Object[] {
      index, stream, kind, time, sequence, governs ? 1 : 0, pipeline, revision, key
    };
  }

  boolean sameAs(EventRow other) {
    return index == other.index
        && stream.equals(other.stream)
        && kind.equals(other.kind)
        && time == other.time
        && Objects.equals(sequence, other.sequence)
        && governs == other.governs
        && Objects.equals(pipeline, other.pipeline)
        && Objects.equals(revision, other.revision)
        && Arrays.equals(key, other.key);
  }

  private static void add(Set<Digest> out, @Nullable Digest digest) {
    if (digest != null) {
      out.add(digest);
    }
  }
}
