package io.tagtrail.oci.auth;

import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import io.tagtrail.oci.http.Hosts;
import io.tagtrail.oci.http.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The Authorization header for each request. A registry is asked once (`GET /v2/`) how it wants to
/// be spoken to, and tokens are fetched **before** the request that needs them, so that the PUT of
/// a tag does not have to be sent to learn that it needs one.
public final class Authorizer {
  private static final int MAX_TOKENS = 1_000;

  private final Wire wire;
  private final Hosts hosts;
  private final Credentials credentials;
  private final TokenClient tokens;
  private final LongSupplier nanos;
  private final Map<String, AtRegistry> registries = new ConcurrentHashMap<>();

  /// @param nanos a monotonic clock, as `System::nanoTime`
  public Authorizer(Wire wire, Hosts hosts, Credentials credentials, LongSupplier nanos) {
    this.wire = wire;
    this.hosts = hosts;
    this.credentials = credentials;
    this.tokens = new TokenClient(wire, hosts);
    this.nanos = nanos;
  }

  /// The header; null where the registry asks for none, or where we have nothing to say.
  ///
  /// @throws RegistryException with [Applied#NO] where it cannot be had within the deadline
  public @Nullable String header(Scope scope, Duration deadline) {
    var at = registries.computeIfAbsent(scope.repository().registry(), AtRegistry::new);
    at.lock.lock();
    try {
      return at.header(scope, deadline);
    } catch (RegistryException e) {
      throw new RegistryException(
          e.kind(), Applied.NO, e.status(), String.valueOf(e.getMessage()), e);
    } finally {
      at.lock.unlock();
    }
  }

  /// Takes note of a 401: the token or login that was used is forgotten, the challenge kept.
  public void rejected(Scope scope, Answer answer) {
    var at = registries.computeIfAbsent(scope.repository().registry(), AtRegistry::new);
    at.lock.lock();
    try {
      at.tokens.clear();
      at.login = null;
      at.challenges = Challenge.parse(answer.headers("WWW-Authenticate"));
    } finally {
      at.lock.unlock();
    }
  }

  private record Cached(String value, long until) {}

  /// What is known of one registry; guarded by its lock, so that eight parallel requests fetch one
  /// token and not eight.
  private final class AtRegistry {
    private final String registry;
    private final URI base;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Scope, Cached> tokens = new HashMap<>();
    private @Nullable List<Challenge> challenges;
    private @Nullable Login login;

    AtRegistry(String registry) {
      this.registry = registry;
      this.base = hosts.base(registry);
    }

    @Nullable String header(Scope scope, Duration deadline) {
      var asked = challenges(deadline);
      var known = login();
      if (known instanceof Login.Bearer(var token)) {
        return "Bearer " + token;
      }
      var bearer = asked.stream().filter(c -> c.scheme().equals("bearer")).findFirst();
      if (bearer.isPresent()) {
        return "Bearer " + token(bearer.get(), scope, known, deadline);
      }
      boolean wantsBasic = asked.stream().anyMatch(c -> c.scheme().equals("basic"));
      if (!asked.isEmpty() && !wantsBasic) {
        throw new RegistryException(
            Kind.DENIED,
            Applied.NO,
            401,
            registry + " wants an authentication that is neither Basic nor Bearer.",
            null);
      }
      // With no challenge a login is sent all the same: some registries let anybody read and answer
      // 401 only to a write, and the PUT of a tag must not be what finds that out.
      return known instanceof Login.Basic basic && hosts.mayCarrySecrets(base, base)
          ? TokenClient.basic(basic)
          : null;
    }

    private List<Challenge> challenges(Duration deadline) {
      var known = challenges;
      if (known == null) {
        var answer = wire.send(Ask.of("GET", base.resolve("/v2/"), 64 << 10, deadline));
        int status = answer.status();
        if (status == 429 || status >= 500) {
          throw Failures.status(answer);
        }
        known = status == 401 ? Challenge.parse(answer.headers("WWW-Authenticate")) : List.of();
        challenges = known;
      }
      return known;
    }

    private Login login() {
      var known = login;
      if (known == null) {
        known = credentials.login(registry);
        login = known;
      }
      return known;
    }

    private String token(Challenge challenge, Scope scope, Login known, Duration deadline) {
      long now = nanos.getAsLong();
      tokens.values().removeIf(token -> token.until() - now <= 0);
      var cached = tokens.get(scope);
      if (cached == null && !scope.push()) {
        cached = tokens.get(Scope.push(scope.repository())); // It may do more, reading included.
      }
      if (cached != null) {
        return cached.value();
      }
      var fetched = Authorizer.this.tokens.fetch(base, challenge, scope, known, deadline);
      var life = fetched.life().toNanos();
      // Not to the last second: it must still be good when the request arrives.
      var margin = Math.min(Duration.ofSeconds(10).toNanos(), life / 4);
      if (tokens.size() >= MAX_TOKENS) {
        tokens.clear();
      }
      tokens.put(scope, new Cached(fetched.value(), now + life - margin));
      return fetched.value();
    }
  }
}
