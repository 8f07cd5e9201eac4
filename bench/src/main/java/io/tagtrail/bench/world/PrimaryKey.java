package io.tagtrail.bench.world;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Reads the body of an entry by its primary key, by a prepared statement on a connection of its
/// own: what the database itself takes.
public final class PrimaryKey implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement select;

  private PrimaryKey(Connection connection, PreparedStatement select) {
    this.connection = connection;
    this.select = select;
  }

  public static PrimaryKey of(Databases databases, String place) throws SQLException {
    var connection = databases.inside(place);
    return new PrimaryKey(
        connection, connection.prepareStatement("SELECT body FROM entry WHERE idx = ?"));
  }

  /// Whether there is one.
  public boolean read(long index) throws SQLException {
    select.setLong(1, index);
    try (var rows = select.executeQuery()) {
      return rows.next() && rows.getBytes(1).length > 0;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
