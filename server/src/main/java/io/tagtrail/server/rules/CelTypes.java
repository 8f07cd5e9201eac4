package io.tagtrail.server.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Map;
import java.util.Optional;

/// The types of what expressions see. They have fields rather than being open maps, so that a
/// misspelt field is found when the configuration is read.
final class CelTypes implements CelTypeProvider {
  private static final CelType TEXT = SimpleType.STRING;
  private static final CelType NUMBER = SimpleType.INT;
  private static final CelType TEXTS = ListType.create(TEXT);

  static final CelType MOVER =
      struct("Mover", Map.of("kind", TEXT, "status", TEXT, "issuer", TEXT, "subject", TEXT));
  static final CelType PIPELINE =
      struct(
          "Pipeline",
          Map.of(
              "status",
              TEXT,
              "provider",
              TEXT,
              "name",
              TEXT,
              "id",
              TEXT,
              "attempt",
              NUMBER,
              "number",
              NUMBER,
              "url",
              TEXT));
  static final CelType SOURCE =
      struct(
          "Source", Map.of("status", TEXT, "repository", TEXT, "revision", TEXT, "created", TEXT));
  static final CelType BUILDER = struct("Builder", Map.of("status", TEXT, "id", TEXT));
  static final CelType EVENT =
      struct(
          "Event",
          Map.of(
              "application", TEXT,
              "environment", TEXT,
              "kind", TEXT,
              "time", TEXT,
              "release", TEXT,
              "reason", TEXT,
              "mover", MOVER,
              "pipeline", PIPELINE,
              "source", SOURCE,
              "builder", BUILDER));
  static final CelType BUNDLE =
      struct(
          "Bundle",
          Map.of(
              "digest", TEXT,
              "mediaType", TEXT,
              "size", NUMBER,
              "annotations", MapType.create(TEXT, TEXT)));
  static final CelType PAST =
      struct(
          "Past",
          Map.of(
              "sequence", NUMBER,
              "digest", TEXT,
              "since", TEXT,
              "until", TEXT,
              "release", TEXT,
              "rolledBack", SimpleType.BOOL));
  static final CelType IDENTITY =
      struct(
          "Identity",
          Map.of(
              "kind", TEXT,
              "issuer", TEXT,
              "subject", TEXT,
              "groups", TEXTS,
              "linked", SimpleType.BOOL));
  static final CelType ALIAS = struct("Alias", Map.of("application", TEXT, "environment", TEXT));

  private static final ImmutableMap<String, CelType> ALL =
      ImmutableList.of(MOVER, PIPELINE, SOURCE, BUILDER, EVENT, BUNDLE, PAST, IDENTITY, ALIAS)
          .stream()
          .collect(ImmutableMap.toImmutableMap(CelType::name, type -> type));

  private static StructType struct(String name, Map<String, CelType> types) {
    var fields = ImmutableMap.copyOf(types);
    return StructType.create(
        "tagtrail." + name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
  }

  @Override
  public ImmutableList<CelType> types() {
    return ALL.values().asList();
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(ALL.get(name));
  }
}
