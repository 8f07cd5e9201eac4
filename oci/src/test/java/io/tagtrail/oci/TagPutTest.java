package io.tagtrail.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.oci.auth.Login;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagPutTest {
  private static final String PUT = "PUT /v2/acme/shop/manifests/prod";

  @Test
  void a_put_sends_the_bytes_and_the_type_as_they_are() throws Exception {
    try (var server = new ScriptServer(call -> call.answer(201, ""));
        var registry = new OciRegistry(Setup.settings())) {
      registry.put(Setup.prod(server), Setup.BUNDLE);
      var call = server.calls().getFirst();
      assertThat(server.asked()).containsExactly(PUT);
      assertThat(call.body).isEqualTo(Setup.BUNDLE.bytes());
      assertThat(call.header("Content-Type")).isEqualTo(Setup.BUNDLE.descriptor().mediaType());
      assertThat(call.header("Transfer-Encoding")).isEmpty();
    }
  }

  @Test
  void a_put_whose_connection_is_cut_is_sent_once_and_its_outcome_unknown() throws Exception {
    try (var server =
            new ScriptServer(call -> {
              if (call.is(PUT)) {
                call.cut();
              }
            });
        var registry = new OciRegistry(Setup.settings())) {
      var failure = Setup.failure(() -> registry.put(Setup.prod(server), Setup.BUNDLE));
      assertThat(failure.applied()).isEqualTo(Applied.UNKNOWN);
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining("may have been applied");
      Thread.sleep(300);
      assertThat(server.count(PUT)).isEqualTo(1);
    }
  }

  @Test
  void a_put_on_a_pooled_connection_that_turns_out_closed_is_not_sent_twice() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (var server =
              new ScriptServer(call -> {
                if (call.is("HEAD")) {
                  call.answer(200, "", Setup.headers(Setup.BUNDLE));
                } else if (call.is(PUT)) {
                  call.cut(); // Read whole, on the connection of the HEAD.
                }
              });
          var registry = new OciRegistry(Setup.settings())) {
        registry.head(Setup.prodTag(server));
        int before = server.connections();
        var failure = Setup.failure(() -> registry.put(Setup.prod(server), Setup.BUNDLE));
        assertThat(failure.applied()).isEqualTo(Applied.UNKNOWN);
        Thread.sleep(20);
        assertThat(server.count(PUT)).isEqualTo(1);
        assertThat(server.connections()).as("the pooled connection was used").isEqualTo(before);
      }
    }
  }

  @Test
  void a_connection_that_the_registry_closed_meanwhile_does_no_harm() throws Exception {
    try (var server =
            new ScriptServer(call -> {
              if (call.is("HEAD")) {
                call.answer(200, "", Setup.headers(Setup.BUNDLE));
              } else if (call.is(PUT)) {
                call.answer(201, "");
              }
            });
        var registry = new OciRegistry(Setup.settings())) {
      registry.head(Setup.prodTag(server));
      server.cutAllConnections();
      Thread.sleep(100);
      registry.put(Setup.prod(server), Setup.BUNDLE);
      assertThat(server.count(PUT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, REJECTED, NO",
    "401, DENIED, NO",
    "403, DENIED, NO",
    "404, NOT_FOUND, NO",
    "405, REJECTED, NO",
    "409, REJECTED, UNKNOWN",
    "412, REJECTED, NO",
    "413, REJECTED, NO",
    "415, REJECTED, NO",
    "422, REJECTED, NO",
    "408, UNAVAILABLE, UNKNOWN",
    "429, UNAVAILABLE, UNKNOWN",
    "499, UNAVAILABLE, UNKNOWN",
    "500, UNAVAILABLE, UNKNOWN",
    "502, UNAVAILABLE, UNKNOWN",
    "503, UNAVAILABLE, UNKNOWN",
    "504, UNAVAILABLE, UNKNOWN",
    "301, LYING, UNKNOWN",
    "307, LYING, UNKNOWN",
    "308, LYING, UNKNOWN",
    "206, LYING, UNKNOWN"
  })
  void whatever_is_answered_a_put_is_sent_once(int status, Kind kind, Applied applied)
      throws Exception {
    try (var server =
            new ScriptServer(call -> {
              if (call.is("PUT")) {
                call.answer(
                    status,
                    "",
                    "Location: /v2/acme/shop/manifests/elsewhere",
                    "Retry-After: 0",
                    "WWW-Authenticate: Basic realm=\"x\"");
              }
            });
        var registry = new OciRegistry(Setup.settings().with(basic()))) {
      var failure = Setup.failure(() -> registry.put(Setup.prod(server), Setup.BUNDLE));
      assertThat(failure.status()).isEqualTo(status);
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.applied()).isEqualTo(applied);
      assertThat(server.asked()).containsExactly(PUT);
    }
  }

  @Test
  void a_put_that_hangs_ends_at_its_deadline_with_an_unknown_outcome() throws Exception {
    var end = new CountDownLatch(1);
    try (var server =
            new ScriptServer(call -> {
              if (call.is(PUT)) {
                end.await();
              }
            });
        var registry = new OciRegistry(Setup.settings())) {
      long start = System.nanoTime();
      var failure = Setup.failure(() -> registry.put(Setup.prod(server), Setup.BUNDLE));
      assertThat((System.nanoTime() - start) / 1_000_000).isBetween(1_000L, 4_000L);
      assertThat(failure.applied()).isEqualTo(Applied.UNKNOWN);
      assertThat(server.count(PUT)).isEqualTo(1);
      end.countDown();
    }
  }

  @Test
  void a_put_that_cannot_connect_was_certainly_not_applied() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var location = new Repository("127.0.0.1:" + port, "acme/shop").at(new Tag("prod"));
    try (var registry = new OciRegistry(Setup.settings())) {
      var failure = Setup.failure(() -> registry.put(location, Setup.BUNDLE));
      assertThat(failure.applied()).isEqualTo(Applied.NO);
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void a_registry_that_stored_another_digest_is_lying() throws Exception {
    var other = Digest.of(new byte[] {1});
    try (var server =
            new ScriptServer(call -> call.answer(201, "", "Docker-Content-Digest: " + other));
        var registry = new OciRegistry(Setup.settings())) {
      var failure = Setup.failure(() -> registry.put(Setup.prod(server), Setup.BUNDLE));
      assertThat(failure.kind()).isEqualTo(Kind.LYING);
      assertThat(failure.applied()).isEqualTo(Applied.UNKNOWN);
    }
  }

  @Test
  void a_ping_that_fails_means_that_nothing_was_sent() throws Exception {
    try (var server = new ScriptServer(call -> call.answer(503, ""));
        var registry = new OciRegistry(Setup.settings())) {
      var failure = Setup.failure(() -> registry.put(Setup.prod(server), Setup.BUNDLE));
      assertThat(failure.applied()).isEqualTo(Applied.NO);
      assertThat(server.count("PUT")).isZero();
    }
  }

  private static Credentials basic() {
    return registry -> new Login.Basic("robot", "s3cret-word");
  }

  @Test
  void the_switch_that_lets_the_jdk_repeat_a_put_is_refused() {
    System.setProperty("jdk.httpclient.enableAllMethodRetry", "true");
    try {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> new OciRegistry(OciSettings.anonymous().with(Credentials.of(Map.of()))))
          .hasMessageContaining("enableAllMethodRetry");
    } finally {
      System.clearProperty("jdk.httpclient.enableAllMethodRetry");
    }
  }
}
