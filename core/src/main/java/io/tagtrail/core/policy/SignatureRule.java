package io.tagtrail.core.policy;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The bundle has to be signed by one of these keys.
///
/// @param name what the check is called: `signature:<name>`
/// @param keys public keys in PEM; a signature by any of them is enough
public record SignatureRule(String name, List<String> keys) {
  public static final int MAX_KEYS = 8;
  public static final int KEY_BYTES = 4096;

  public SignatureRule {
    Gates.name("a rule of signatures", name);
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw new InvalidValueException(
          "the signature %s names 1 to %d keys, not %d".formatted(name, MAX_KEYS, keys.size()));
    }
    for (var key : keys) {
      // Several lines, so not a text of one line as names are.
      if (key.isBlank() || key.getBytes(StandardCharsets.UTF_8).length > KEY_BYTES) {
        throw new InvalidValueException(
            "a key of the signature %s is empty or longer than %d bytes"
                .formatted(name, KEY_BYTES));
      }
    }
  }

  Json toJson() {
    return new ObjectBuilder().put("name", name).putList("keys", keys, Json.Str::new).build();
  }

  static SignatureRule fromJson(ObjectView view) {
    return new SignatureRule(view.needText("name"), view.texts("keys"));
  }
}
