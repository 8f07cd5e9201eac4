package io.tagtrail.server.contract;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The folder `docs`, read by a validator that is not ours.
public final class Docs {
  private static final Path FOLDER =
      Path.of(System.getProperty("tagtrail.root", "..")).resolve("docs");

  private Docs() {}

  public static Path path(String name) {
    return FOLDER.resolve(name);
  }

  public static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The schema in a file of the folder.
  public static Schema schema(String name) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(text(name), InputFormat.JSON);
  }

  /// What the schema has against a document; empty if nothing.
  public static List<String> problems(Schema schema, String json) {
    return schema.validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
  }
}
