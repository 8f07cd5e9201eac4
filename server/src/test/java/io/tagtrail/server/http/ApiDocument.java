package io.tagtrail.server.http;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tagtrail.server.contract.Docs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `docs/openapi.json`, to which every answer of every test is held.
final class ApiDocument {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNode ROOT = MAPPER.readTree(Docs.text("openapi.json"));
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();
  private static final Map<String, Pattern> PATHS = new LinkedHashMap<>();

  static {
    for (var path : ROOT.get("paths").propertyNames()) {
      PATHS.put(path, Pattern.compile(path.replaceAll("\\{[a-z]+}", "[^/]+")));
    }
  }

  private ApiDocument() {}

  /// `GET /livez` and so on.
  static Set<String> operations() {
    var all = new TreeSet<String>();
    for (var path : ROOT.get("paths").properties()) {
      for (var name : path.getValue().propertyNames()) {
        if (!name.equals("parameters")) {
          all.add(name.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return all;
  }

  static JsonNode operation(String method, String template) {
    return ROOT.get("paths").get(template).get(method.toLowerCase(Locale.ROOT));
  }

  /// What the document has against an answer; empty if nothing. An address that is none of the API
  /// is answered with a problem.
  static List<String> problems(
      String method, String target, int status, Map<String, List<String>> headers, byte[] body) {
    var path = target.replaceAll("[?#].*", "");
    var template =
        PATHS.entrySet().stream()
            .filter(entry -> entry.getValue().matcher(path).matches())
            .map(Map.Entry::getKey)
            // Names without variables win.
            .min((a, b) -> Boolean.compare(a.contains("{"), b.contains("{")))
            .orElse(null);
    var asked = method.equals("HEAD") ? "GET" : method;
    var operation = template == null ? null : operation(asked, template);
    if (operation == null) {
      return problem(method, status, headers, body);
    }
    var response = operation.get("responses").get(Integer.toString(status));
    if (response == null) {
      return List.of("%s %s does not declare %d".formatted(method, template, status));
    }
    return response(resolved(response), method, headers, body);
  }

  private static List<String> problem(
      String method, int status, Map<String, List<String>> headers, byte[] body) {
    var response = ROOT.at("/components/responses/P" + status);
    return response.isMissingNode()
        ? List.of("an undeclared status: " + status)
        : response(response, method, headers, body);
  }

  private static JsonNode resolved(JsonNode node) {
    var ref = node.get("$ref");
    return ref == null ? node : ROOT.at(ref.stringValue().substring(1));
  }

  private static List<String> response(
      JsonNode response, String method, Map<String, List<String>> headers, byte[] body) {
    var found = new ArrayList<String>();
    for (var header : response.get("headers").properties()) {
      if (header.getValue().path("required").asBoolean(false)
          && !headers.containsKey(header.getKey().toLowerCase(Locale.ROOT))) {
        found.add("the header " + header.getKey() + " is missing");
      }
    }
    var content = response.get("content");
    if (content == null) {
      if (body.length > 0) {
        found.add("a body that is not declared");
      }
      return found;
    }
    var type = first(headers, "content-type");
    var media = type == null ? null : content.get(type);
    if (media == null) {
      found.add("the media type is not declared: " + type);
    } else if (type != null && type.endsWith("json") && !method.equals("HEAD")) {
      var text = new String(body, java.nio.charset.StandardCharsets.UTF_8);
      schema(media.get("schema"))
          .validate(text, InputFormat.JSON)
          .forEach(error -> found.add(error.toString()));
    }
    return found;
  }

  private static @Nullable String first(Map<String, List<String>> headers, String name) {
    var values = headers.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  /// What the document has against an entry that came by another way than an answer's body.
  static List<String> entryProblems(String json) {
    return schema(MAPPER.readTree("{\"$ref\":\"#/components/schemas/Entry\"}"))
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /// A schema with the document's components beside it, so that its references hold.
  static Schema schema(JsonNode schema) {
    return SCHEMAS.computeIfAbsent(
        schema.toString(),
        text -> {
          var node = (ObjectNode) MAPPER.readTree(text);
          node.set("components", ROOT.get("components"));
          return REGISTRY.getSchema(node.toString(), InputFormat.JSON);
        });
  }
}
