package io.tagtrail.oci.http;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Text;
import io.tagtrail.oci.json.Node;
import io.tagtrail.oci.json.NodeReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What an error's body says, in one safe line: the codes and messages of the specification, else
/// the beginning of a plain text, else only what sort of body it was. `detail` is never shown.
public final class ErrorBody {
  private static final int TEXT_BYTES = 300;
  private static final int ERRORS = 3;

  private ErrorBody() {}

  static String of(Answer answer) {
    var authorization = answer.ask().headers().get("Authorization");
    var errors = errors(answer);
    if (!errors.isEmpty()) {
      var text =
          errors.stream()
              .limit(ERRORS)
              .map(error -> join(error.at("code").text(), error.at("message").text()))
              .collect(Collectors.joining("; "));
      return Text.clipped(Redaction.text(text, authorization), TEXT_BYTES);
    }
    if (answer.body().length == 0) {
      return "";
    }
    var type = answer.mediaType();
    if (type != null && type.equals("text/plain")) {
      var text = new String(answer.body(), StandardCharsets.UTF_8);
      return Text.clipped(Redaction.text(text, authorization), TEXT_BYTES);
    }
    return "with a body of %s that is no error of the specification"
        .formatted(type == null ? "no media type" : Text.clipped(type, 80));
  }

  /// The error codes of the specification that the body holds.
  public static Set<String> codes(Answer answer) {
    var codes = new HashSet<String>();
    for (var error : errors(answer)) {
      var code = error.at("code").text();
      if (code != null) {
        codes.add(code);
      }
    }
    return codes;
  }

  private static List<Node> errors(Answer answer) {
    try {
      return NodeReader.read(answer.body()).at("errors").items();
    } catch (JsonException e) {
      return List.of(); // Not every proxy speaks the specification; the status stands for itself.
    }
  }

  private static String join(
      @org.jspecify.annotations.Nullable String code,
      @org.jspecify.annotations.Nullable String message) {
    var first = code == null ? "no code" : code;
    return message == null || message.isBlank() ? first : first + ": " + message;
  }
}
