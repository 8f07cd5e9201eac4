package io.tagtrail.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows on their way to the database, which go there all at once: a round trip for each table would
/// take longer than the work. A column goes as an array, so that the text is the same for any
/// number of rows and is prepared once.
final class PostgresInserts {
  private static final int LARGE = 2_000;

  private final Map<Table, List<@Nullable Object[]>> rows = new LinkedHashMap<>();
  private int count;

  void add(Table table, List<@Nullable Object[]> more) {
    rows.computeIfAbsent(table, t -> new ArrayList<>()).addAll(more);
    count += more.size();
  }

  boolean isEmpty() {
    return count == 0;
  }

  boolean isLarge() {
    return count >= LARGE;
  }

  void clear() {
    rows.clear();
    count = 0;
  }

  /// The statements, one after the other; they are not kept here any longer.
  ///
  /// @param values gets their values
  String take(Connection connection, List<@Nullable Object> values) throws SQLException {
    for (var each : rows.entrySet()) {
      var columns = each.getKey().columns();
      for (int i = 0; i < columns.size(); i++) {
        values.add(array(connection, columns.get(i).type(), each.getValue(), i));
      }
    }
    var text = rows.keySet().stream().map(Table::ofArrays).collect(Collectors.joining(";\n"));
    clear();
    return text;
  }

  private static Array array(
      Connection connection, String type, List<@Nullable Object[]> rows, int column)
      throws SQLException {
    @Nullable Object[] out =
        switch (type) {
          case "bytea" -> new byte @Nullable [rows.size()][];
          case "text" -> new @Nullable String[rows.size()];
          case "bigint" -> new @Nullable Long[rows.size()];
          case "integer" -> new @Nullable Integer[rows.size()];
          default -> throw new IllegalArgumentException("no column is a " + type);
        };
    for (int i = 0; i < out.length; i++) {
      out[i] = rows.get(i)[column];
    }
    return connection.createArrayOf(type, out);
  }
}
