package io.tagtrail.core.json;

import tools.jackson.core.JacksonException;

/// Reads JSON of the subset of [Json], strictly: a duplicate member, a null, a fraction, deep
/// nesting or anything after the value is an error.
public final class JsonReader {
  private static final JsonTree TREE = JsonTree.of(true, 32, 8 << 20, 32);

  /// More than any document has that is stored or sent as a whole.
  private static final int MOST = 200_000;

  private JsonReader() {}

  /// @throws JsonException if the bytes are anything else than one value of the subset
  public static Json read(byte[] utf8) {
    return read(utf8, MOST);
  }

  private static Json read(byte[] utf8, int most) {
    try {
      return TREE.read(utf8, most);
    } catch (JacksonException e) {
      throw new JsonException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// The reader of an object.
  ///
  /// @throws JsonException if the bytes are anything else than one object of the subset
  public static ObjectView object(byte[] utf8) {
    return object(utf8, MOST);
  }

  /// The reader of an object that may hold more or fewer values than documents usually do.
  ///
  /// @param most values that it may hold, at any depth
  /// @throws JsonException if the bytes are anything else than one object of the subset
  public static ObjectView object(byte[] utf8, int most) {
    if (read(utf8, most) instanceof Json.Obj obj) {
      return new ObjectView("the document", obj);
    }
    throw new JsonException("the document is not a JSON object");
  }
}
