package io.tagtrail.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.ScriptServer.Call;
import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.oci.auth.Login;
import io.tagtrail.oci.http.HostSettings;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
  private static final String PASSWORD = "s3cret-word";
  private static final Credentials BASIC = registry -> new Login.Basic("robot", PASSWORD);
  private static final String BASIC_HEADER =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("robot:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

  /// A registry with a token service at `/token`, whose n-th token is `token-n`.
  private static final class TokenRegistry implements ScriptServer.Script {
    final AtomicInteger tokens = new AtomicInteger();
    volatile int expiresIn = 300;
    volatile String valid = "";
    volatile String realm = "";
    volatile String answer = "";

    @Override
    public void answer(Call call) throws IOException {
      if (call.path.startsWith("/token")) {
        valid = "token-" + tokens.incrementAndGet();
        call.answer(
            200,
            answer.isEmpty()
                ? "{\"token\":\"%s\",\"expires_in\":%d}".formatted(valid, expiresIn)
                : answer);
      } else if (!call.header("Authorization").equals("Bearer " + valid)) {
        var here = realm.isEmpty() ? "http://" + call.header("Host") + "/token" : realm;
        call.answer(
            401,
            "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}",
            "WWW-Authenticate: Bearer realm=\"%s\",service=\"reg, one\"".formatted(here));
      } else if (call.is("HEAD")) {
        call.answer(200, "", Setup.headers(Setup.BUNDLE));
      } else if (call.is("PUT")) {
        call.answer(201, "");
      }
    }
  }

  private static String query(Call call) {
    return URLDecoder.decode(call.path, StandardCharsets.UTF_8);
  }

  @Test
  void basic_is_sent_where_the_registry_asks_for_it() throws Exception {
    try (var server =
            new ScriptServer(call -> {
              if (!call.header("Authorization").equals(BASIC_HEADER)) {
                call.answer(401, "", "WWW-Authenticate: Basic realm=\"r\"");
              } else if (call.is("HEAD")) {
                call.answer(200, "", Setup.headers(Setup.BUNDLE));
              } else {
                call.answer(201, "");
              }
            });
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      assertThat(registry.head(Setup.prodTag(server))).isPresent();
      registry.put(Setup.prod(server), Setup.BUNDLE);
      assertThat(server.asked())
          .containsExactly("HEAD /v2/acme/shop/manifests/prod", "PUT /v2/acme/shop/manifests/prod");
    }
  }

  @Test
  void a_token_is_fetched_once_and_used_until_it_expires() throws Exception {
    var script = new TokenRegistry();
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      for (int i = 0; i < 5; i++) {
        assertThat(registry.head(Setup.prodTag(server))).isPresent();
      }
      assertThat(script.tokens).hasValue(1);
      var call = server.calls().getFirst();
      assertThat(query(call)).isEqualTo("/token?service=reg, one&scope=repository:acme/shop:pull");
      assertThat(call.header("Authorization")).isEqualTo(BASIC_HEADER);
    }
  }

  @Test
  void a_token_that_has_expired_is_fetched_again_before_the_request() throws Exception {
    var script = new TokenRegistry();
    script.expiresIn = 1;
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      registry.head(Setup.prodTag(server));
      Thread.sleep(900);
      registry.put(Setup.prod(server), Setup.BUNDLE);
      registry.put(Setup.prod(server), Setup.BUNDLE);
      assertThat(script.tokens).hasValue(2);
      assertThat(server.count("PUT")).isEqualTo(2);
    }
  }

  @Test
  void the_token_for_a_put_is_had_before_the_put() throws Exception {
    var script = new TokenRegistry();
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      registry.put(Setup.prod(server), Setup.BUNDLE);
      registry.head(Setup.prodTag(server));
      assertThat(server.calls())
          .extracting(AuthenticationTest::query)
          .containsExactly(
              "/token?service=reg, one&scope=repository:acme/shop:pull,push",
              "/v2/acme/shop/manifests/prod",
              "/v2/acme/shop/manifests/prod");
    }
  }

  @Test
  void a_token_that_the_registry_no_longer_takes_is_replaced_for_a_read() throws Exception {
    var script = new TokenRegistry();
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      registry.head(Setup.prodTag(server));
      script.valid = "something else";
      assertThat(registry.head(Setup.prodTag(server))).isPresent();
      assertThat(script.tokens).hasValue(2);
    }
  }

  @Test
  void a_put_with_a_token_no_longer_taken_is_not_sent_again_and_was_not_applied() throws Exception {
    var script = new TokenRegistry();
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      registry.put(Setup.prod(server), Setup.BUNDLE);
      script.valid = "something else";
      var failure = Setup.failure(() -> registry.put(Setup.prod(server), Setup.BUNDLE));
      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
      assertThat(failure.applied()).isEqualTo(Applied.NO);
      assertThat(server.count("PUT")).isEqualTo(2);
      registry.put(Setup.prod(server), Setup.BUNDLE);
      assertThat(server.count("PUT")).as("the next one has a fresh token").isEqualTo(3);
    }
  }

  @Test
  void eight_requests_at_once_fetch_one_token() throws Exception {
    var script = new TokenRegistry();
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      var threads =
          java.util.stream.IntStream.range(0, 8)
              .mapToObj(i -> Thread.ofVirtual().start(() -> registry.head(Setup.prodTag(server))))
              .toList();
      for (var thread : threads) {
        thread.join();
      }
      assertThat(script.tokens).hasValue(1);
      assertThat(server.count("HEAD")).isEqualTo(8);
    }
  }

  @Test
  void without_credentials_an_anonymous_token_is_asked_for() throws Exception {
    var script = new TokenRegistry();
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings())) {
      assertThat(registry.head(Setup.prodTag(server))).isPresent();
      assertThat(server.calls().getFirst().header("Authorization")).isEmpty();
    }
  }

  @Test
  void a_refresh_token_is_posted_and_never_in_a_query() throws Exception {
    var script = new TokenRegistry();
    script.answer = "{\"access_token\":\"token-1\"}";
    try (var server = new ScriptServer(script);
        var registry =
            new OciRegistry(Setup.settings().with(host -> new Login.Identity("re/fresh+1")))) {
      assertThat(registry.head(Setup.prodTag(server))).isPresent();
      var call = server.calls().getFirst();
      assertThat(call.method + " " + call.path).isEqualTo("POST /token");
      assertThat(new String(call.body, StandardCharsets.UTF_8))
          .contains("grant_type=refresh_token")
          .contains("refresh_token=re%2Ffresh%2B1")
          .contains("scope=repository%3Aacme%2Fshop%3Apull");
    }
  }

  @Test
  void credentials_never_go_to_a_token_service_in_the_clear() throws Exception {
    var script = new TokenRegistry();
    script.realm = "http://tokens.example/token?leak=1";
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      var failure = Setup.failure(() -> registry.put(Setup.prod(server), Setup.BUNDLE));
      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
      assertThat(failure.applied()).isEqualTo(Applied.NO);
      assertThat(failure)
          .hasMessageContaining("tokens.example")
          .hasMessageContaining("in the clear")
          .hasMessageNotContaining("leak")
          .hasMessageNotContaining(PASSWORD);
      assertThat(server.count("PUT")).isZero();
    }
  }

  @Test
  void a_realm_that_is_no_address_of_a_service_is_refused() throws Exception {
    for (var realm : new String[] {"", "file:///etc/passwd", "https://u:p@x.example/t", "%%"}) {
      var script = new TokenRegistry();
      script.realm = realm.isEmpty() ? " " : realm;
      try (var server = new ScriptServer(script);
          var registry = new OciRegistry(Setup.settings().with(BASIC))) {
        assertThat(Setup.failure(() -> registry.head(Setup.prodTag(server))).kind())
            .isEqualTo(Kind.DENIED);
      }
    }
  }

  @Test
  void an_answer_without_a_token_is_a_failure() throws Exception {
    for (var answer : new String[] {"{}", "[", "{\"token\":\"a\\r\\nX: y\"}", "{\"token\":7}"}) {
      var script = new TokenRegistry();
      script.answer = answer;
      try (var server = new ScriptServer(script);
          var registry = new OciRegistry(Setup.settings().with(BASIC))) {
        assertThat(Setup.failure(() -> registry.head(Setup.prodTag(server))).kind())
            .isEqualTo(Kind.LYING);
      }
    }
  }

  @Test
  void an_endless_answer_of_the_token_service_is_cut() throws Exception {
    var script = new TokenRegistry();
    script.answer = "{\"token\":\"" + "a".repeat(2 << 20) + "\"}";
    try (var server = new ScriptServer(script);
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      assertThat(Setup.failure(() -> registry.head(Setup.prodTag(server))))
          .hasMessageContaining("more than 1048576 bytes");
    }
  }

  @Test
  void a_refused_login_is_not_shown_even_if_it_comes_back() throws Exception {
    try (var server =
            new ScriptServer(call -> {
              if (call.path.startsWith("/token")) {
                call.answer(
                    401,
                    "you sent %s %s".formatted(call.header("Authorization"), PASSWORD),
                    "Content-Type: text/plain");
              } else {
                var realm = "http://" + call.header("Host") + "/token";
                call.answer(401, "", "WWW-Authenticate: Bearer realm=\"" + realm + "\"");
              }
            });
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      var failure = Setup.failure(() -> registry.head(Setup.prodTag(server)));
      assertThat(failure.kind()).isEqualTo(Kind.DENIED);
      assertThat(failure)
          .hasMessageNotContaining(PASSWORD)
          .hasMessageNotContaining(BASIC_HEADER.substring(6));
    }
  }

  @Test
  void a_login_is_sent_to_a_registry_that_lets_anybody_read_so_that_a_put_needs_no_second_try()
      throws Exception {
    try (var server =
            new ScriptServer(call -> {
              if (call.is("PUT")) {
                boolean known = call.header("Authorization").equals(BASIC_HEADER);
                call.answer(known ? 201 : 401, "");
              }
            });
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      registry.put(Setup.prod(server), Setup.BUNDLE);
      assertThat(server.count("PUT")).isEqualTo(1);
    }
  }

  @Test
  void an_authentication_that_is_not_known_is_named_as_such() throws Exception {
    try (var server =
            new ScriptServer(call -> call.answer(401, "", "WWW-Authenticate: Negotiate"));
        var registry = new OciRegistry(Setup.settings().with(BASIC))) {
      assertThat(Setup.failure(() -> registry.head(Setup.prodTag(server))))
          .hasMessageContaining("neither Basic nor Bearer");
    }
  }

  @Test
  void http_to_another_host_than_loopback_must_be_asked_for() {
    var hosts = new io.tagtrail.oci.http.Hosts(java.util.Map.of());
    var asked =
        new io.tagtrail.oci.http.Hosts(
            java.util.Map.of("registry.lan:5000", HostSettings.insecure()));
    assertThat(hosts.base("registry.lan:5000")).hasScheme("https");
    assertThat(asked.base("registry.lan:5000")).hasScheme("http");
    assertThat(hosts.base("127.0.0.1:5000")).hasScheme("http");
    assertThat(hosts.base("localhost:5000")).hasScheme("http");
    assertThat(hosts.base("[::1]:5000")).hasScheme("http");
    assertThat(hosts.base("127.evil.example")).hasScheme("https");
    assertThat(hosts.base("docker.io")).hasHost("registry-1.docker.io");
  }
}
