package io.tagtrail.store;

import io.tagtrail.core.model.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/// A sum over what is kept beside the entries, whatever the order of the rows: two ledgers with the
/// same sums keep the same, but for an accident of 2^-64. The bytes of documents are held to their
/// digests by a check.
record KeptSum(long count, long documents, long sides, long tasks) {
  static KeptSum of(Db db) throws SQLException {
    var documents = new Sum();
    var sides = new Sum();
    var tasks = new Sum();
    db.snapshot();
    try {
      db.each("SELECT digest, media_type FROM document", row -> documents.add(row, 1, 2));
      db.each("SELECT commitment, field, salt, value FROM side", row -> sides.add(row, 1, 4));
      // The bytes of a number differ between databases, its text does not.
      db.each(
          """
          SELECT kind, CAST(idx AS TEXT), CAST(attempts AS TEXT),
            CAST(due AS TEXT), CAST(done AS TEXT), problem FROM outbox\
          """,
          row -> tasks.add(row, 0, 6));
    } finally {
      db.rollback();
    }
    return new KeptSum(
        documents.count + sides.count + tasks.count, documents.sum, sides.sum, tasks.sum);
  }

  private static final class Sum {
    private long count;
    private long sum;

    /// @param keys how many columns at the beginning are bytes
    void add(ResultSet row, int keys, int columns) throws SQLException {
      var all = new ByteArrayOutputStream();
      for (int column = 1; column <= columns; column++) {
        var text = column <= keys ? null : row.getString(column);
        var bytes =
            column <= keys
                ? row.getBytes(column)
                : text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        all.writeBytes(
            ByteBuffer.allocate(Integer.BYTES).putInt(bytes == null ? -1 : bytes.length).array());
        if (bytes != null) {
          all.writeBytes(bytes);
        }
      }
      count++;
      sum += HexFormat.fromHexDigitsToLong(Digest.of(all.toByteArray()).hex(), 0, 16);
    }
  }
}
