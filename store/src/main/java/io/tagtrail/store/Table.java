package io.tagtrail.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table that an append writes to.
///
/// @param conflict what becomes of a row that is there already
record Table(String name, List<Column> columns, String conflict) {
  static final Table ENTRY = of("entry", "", "idx bigint", "leaf bytea", "body bytea");
  static final Table EVENT =
      of(
          "event",
          "",
          "idx bigint",
          "stream text",
          "kind text",
          "time bigint",
          "sequence bigint",
          "governs integer",
          "pipeline text",
          "revision text",
          "request_key bytea");
  static final Table NAMED = of("named", "", "digest bytea", "idx bigint");
  static final Table STREAM =
      of(
          "stream",
          " ON CONFLICT (key) DO UPDATE SET version = excluded.version, state = excluded.state",
          "key text",
          "version bigint",
          "state bytea");
  static final Table SIDE =
      of(
          "side",
          " ON CONFLICT (commitment) DO NOTHING",
          "commitment bytea",
          "field text",
          "salt text",
          "value text");
  static final Table DOCUMENT =
      of(
          "document",
          " ON CONFLICT (digest) DO NOTHING",
          "digest bytea",
          "media_type text",
          "bytes bytea");
  static final Table TASK =
      of(
          "outbox",
          " ON CONFLICT (idx, kind) DO NOTHING",
          "idx bigint",
          "kind text",
          "attempts integer",
          "due bigint");
  static final Table TILE =
      of("tile", "", "level integer", "idx bigint", "root bytea", "hashes bytea");

  /// @param type as PostgreSQL calls it
  record Column(String name, String type) {}

  private static Table of(String name, String conflict, String... columns) {
    var list = new ArrayList<Column>();
    for (var column : columns) {
      int space = column.indexOf(' ');
      list.add(new Column(column.substring(0, space), column.substring(space + 1)));
    }
    return new Table(name, List.copyOf(list), conflict);
  }

  /// An insert of one row, a place for each column.
  String ofRow() {
    return "INSERT INTO %s (%s) VALUES (%s)%s"
        .formatted(name, names(), "?, ".repeat(columns.size() - 1) + "?", conflict);
  }

  /// An insert of any number of rows, a place for an array of each column.
  String ofArrays() {
    return "INSERT INTO %s (%s) SELECT * FROM unnest(%s)%s"
        .formatted(
            name,
            names(),
            columns.stream()
                .map(column -> "?::" + column.type() + "[]")
                .collect(Collectors.joining(", ")),
            conflict);
  }

  private String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }
}
