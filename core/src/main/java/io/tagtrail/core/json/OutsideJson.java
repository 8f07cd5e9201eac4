package io.tagtrail.core.json;

import tools.jackson.core.JacksonException;

/// Reads JSON that others write: signers, registries, controllers. It may hold what the ledger's
/// subset does not: a null is left out, and a fraction or a number beyond the subset becomes its
/// text. In what could be read two ways it is as strict as [JsonReader].
public final class OutsideJson {
  private static final JsonTree TREE = JsonTree.of(false, 64, 4 << 20, 1_000);

  private static final int MOST = 200_000;

  private OutsideJson() {}

  /// @param what what it is, for messages: `the statement`
  /// @throws JsonException if the bytes are anything else than one object in UTF-8
  public static ObjectView object(String what, byte[] utf8) {
    return new ObjectView(what, object(utf8));
  }

  /// @throws JsonException if the bytes are anything else than one object in UTF-8
  public static Json.Obj object(byte[] utf8) {
    return object(utf8, MOST);
  }

  /// @param most values that it may hold, at any depth
  /// @throws JsonException if the bytes are anything else than one object in UTF-8
  public static Json.Obj object(byte[] utf8, int most) {
    try {
      if (TREE.read(utf8, most) instanceof Json.Obj object) {
        return object;
      }
      throw new JsonException("not one JSON object");
    } catch (JacksonException e) {
      // Without the parser's own words: they quote what a stranger wrote.
      throw new JsonException("not well-formed JSON (or deep, or with a member twice)", e);
    }
  }
}
