package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.contract.Docs;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.http.exchange.Route;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/openapi.json` and the table of routes say the same.
final class ApiDocumentTest {
  @TempDir Path folder = Path.of("set by JUnit");

  @Test
  void every_route_is_in_the_document_and_the_reverse() {
    try (var world = new World(folder)) {
      var served =
          world.serve().server().routes().stream()
              .map(route -> route.method() + " " + route.path().text())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(served).isEqualTo(ApiDocument.operations());
      for (var route : world.serve().server().routes()) {
        var operation = ApiDocument.operation(route.method(), route.path().text());
        var name = route.method() + " " + route.path().text();
        assertThat(isPublic(route)).as(name).isEqualTo(operation.has("security"));
        if (!route.right().isEmpty()) {
          assertThat(operation.path("description").asString()).as(name).contains(route.right());
        }
        if (route.method().equals("POST")) {
          assertThat(operation.has("requestBody")).as(name).isTrue();
        }
      }
    }
  }

  private static boolean isPublic(Route route) {
    return switch (route.access()) {
      case PUBLIC, PROBE, SIGN_IN, METRICS -> true;
      // By proofs of their own beside those of all others.
      case BASIC, HOOK -> true;
      case READ, MOVE, STREAM -> false;
    };
  }

  @Test
  void the_document_is_served_as_it_is() {
    try (var world = new World(folder)) {
      assertThat(world.nobody().get("/api/v1/openapi.json").is(200).text())
          .isEqualTo(Docs.text("openapi.json"));
    }
  }

  @Test
  void every_kind_of_problem_is_in_the_guide_with_its_status() {
    var guide = Docs.text("api.md");
    assertThat(Arrays.stream(ProblemType.values()))
        .allSatisfy(type ->
            assertThat(guide).contains("| `" + type.slug() + "` | " + type.status() + " |"));
  }
}
