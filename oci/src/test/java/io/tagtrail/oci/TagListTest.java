package io.tagtrail.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TagListTest {
  private static RegistryException fails(ScriptServer.Script script) throws Exception {
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings())) {
      return Setup.failure(() -> registry.tags(Setup.repository(server)));
    }
  }

  private static ScriptServer.Script lists(String body, String... headers) {
    return call -> {
      if (call.path.contains("/tags/list")) {
        call.answer(200, body, headers);
      }
    };
  }

  @Test
  void pages_are_followed_by_relative_and_absolute_links() throws Exception {
    try (var server =
            new ScriptServer(call -> {
              if (call.path.endsWith("/tags/list?n=1000")) {
                call.answer(
                    200,
                    "{\"tags\":[\"a\"]}",
                    "Link: </v2/acme/shop/tags/list?last=a>; rel=\"next\"");
              } else if (call.path.endsWith("last=a")) {
                call.answer(
                    200,
                    "{\"tags\":[\"b\"]}",
                    "Link: <http://%s/v2/acme/shop/tags/list?last=b>; foo=bar; rel=next"
                        .formatted(call.header("Host")));
              } else if (call.path.endsWith("last=b")) {
                call.answer(200, "{\"tags\":[\"c\"]}");
              }
            });
        var registry = new OciRegistry(Setup.settings())) {
      assertThat(registry.tags(Setup.repository(server)))
          .containsExactly(new Tag("a"), new Tag("b"), new Tag("c"));
    }
  }

  @Test
  void a_link_to_another_host_is_refused() throws Exception {
    var failure = fails(lists("{\"tags\":[\"a\"]}", "Link: <http://evil.example/x>; rel=\"next\""));
    assertThat(failure.kind()).isEqualTo(Kind.LYING);
    assertThat(failure).hasMessageContaining("another host");
  }

  @Test
  void pages_that_go_round_end() throws Exception {
    assertThat(
            fails(
                    lists(
                        "{\"tags\":[\"a\"]}",
                        "Link: </v2/acme/shop/tags/list?n=1000>; rel=\"next\""))
                .kind())
        .isEqualTo(Kind.LYING);
    var count = new AtomicInteger();
    var endless =
        fails(call -> {
          if (call.path.contains("/tags/list")) {
            call.answer(
                200,
                "{\"tags\":[\"a\"]}",
                "Link: </v2/acme/shop/tags/list?x=%d>; rel=\"next\""
                    .formatted(count.incrementAndGet()));
          }
        });
    assertThat(endless.kind()).isEqualTo(Kind.LYING);
    assertThat(count).hasValue(2);
  }

  @Test
  void what_is_no_list_of_tags_is_a_failure() throws Exception {
    for (var body : new String[] {"{", "{\"tags\":[7]}", "{\"tags\":[\"../x\"]}", "{}{}"}) {
      assertThat(fails(lists(body)).kind()).as(body).isEqualTo(Kind.LYING);
    }
  }

  @Test
  void no_tags_are_no_tags_however_they_are_written() throws Exception {
    for (var body : new String[] {"{\"tags\":null}", "{\"tags\":[]}", "{}"}) {
      try (var server = new ScriptServer(lists(body));
          var registry = new OciRegistry(Setup.settings())) {
        assertThat(registry.tags(Setup.repository(server))).isEmpty();
      }
    }
  }
}
