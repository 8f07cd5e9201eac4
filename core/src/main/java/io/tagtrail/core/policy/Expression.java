package io.tagtrail.core.policy;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A rule in CEL that has to be true of a forward move.
///
/// @param name what the check is called: `rule:<name>`
/// @param cel the expression, over `event`, `bundle` and `history`
/// @param message what a refusal says; null: what the evaluation says
public record Expression(String name, String cel, @Nullable String message) {
  public static final int CEL_BYTES = 4096;
  public static final int MESSAGE_BYTES = 300;

  public Expression {
    Gates.name("a rule", name);
    if (cel.isBlank() || cel.getBytes(StandardCharsets.UTF_8).length > CEL_BYTES) {
      throw new InvalidValueException(
          "the rule %s is empty or longer than %d bytes".formatted(name, CEL_BYTES));
    }
    if (message != null) {
      Text.bounded("the message of the rule " + name, message, MESSAGE_BYTES);
    }
  }

  Json toJson() {
    return new ObjectBuilder().put("name", name).put("cel", cel).put("message", message).build();
  }

  static Expression fromJson(ObjectView view) {
    return new Expression(view.needText("name"), view.needText("cel"), view.text("message"));
  }
}
