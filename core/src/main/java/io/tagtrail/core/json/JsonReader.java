package io.tagtrail.core.json;

import tools.jackson.core.JacksonException;

/// Reads JSON of the subset of [Json], strictly: a duplicate member, a null, a fraction, deep
/// nesting or anything after the value is an error.
public final class JsonReader {
  private static final JsonTree TREE = JsonTree.of(true, 32, 8 << 20, 32);

  private JsonReader() {}

  /// @throws JsonException if the bytes are anything else than one value of the subset
  public static Json read(byte[] utf8) {
    try {
      return TREE.read(utf8);
    } catch (JacksonException e) {
      throw new JsonException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// The reader of an object.
  ///
  /// @throws JsonException if the bytes are anything else than one object of the subset
  public static ObjectView object(byte[] utf8) {
    if (read(utf8) instanceof Json.Obj obj) {
      return new ObjectView("the document", obj);
    }
    throw new JsonException("the document is not a JSON object");
  }
}
