package io.tagtrail.server.http;

import io.tagtrail.core.promotion.Time;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.Problem;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.http.limit.Buckets;
import io.tagtrail.server.http.limit.Slots;
import io.tagtrail.server.http.metric.Metrics;
import io.tagtrail.server.identity.Authentication;
import io.tagtrail.server.identity.Identity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds out who asks, and keeps those off who are nobody: before their bodies are read, and
/// slowly, so that a flood waits for itself. Where too many tokens of an address were wrong,
/// further ones are looked at a few at a time: behind a proxy, one address is everybody's, and a
/// job's token is a new one each time.
final class Gate {
  private static final int ADDRESSES = 10_000;
  private static final int IDENTITIES = 10_000;
  private static final int REMEMBERED = 4_096;
  private static final int PENALTY_MILLIS = 100;
  private static final int PENALISED = 2_048;
  private static final int LOOKING = 64;
  private static final int SUSPECTED = 8;

  private final Supplier<Engine> engine;
  private final Metrics metrics;
  private final Buckets strangers;
  private final Buckets signIns;
  private final Buckets hooks;
  private final Buckets known;
  private final Slots looking = new Slots(LOOKING, 1_024, 5_000);
  private final Slots suspected = new Slots(SUSPECTED, 512, 5_000);
  private final Semaphore penalised = new Semaphore(PENALISED);

  /// Hashes of credentials that counted lately: an address from which others send wrong ones does
  /// not shut them out.
  private final Map<String, Boolean> good =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /// @param requests of one identity in a minute
  /// @param anonymous of one address without being anybody, in a minute
  Gate(Supplier<Engine> engine, Metrics metrics, int requests, int anonymous, Time time) {
    this.engine = engine;
    this.metrics = metrics;
    this.known = new Buckets(requests / 60.0, requests, IDENTITIES, time);
    this.strangers = new Buckets(anonymous / 60.0, anonymous, ADDRESSES, time);
    this.hooks = new Buckets(requests / 60.0, requests, ADDRESSES, time);
    this.signIns = new Buckets(anonymous / 60.0, anonymous, ADDRESSES, time);
  }

  /// Credentials of a request.
  ///
  /// @param cookie the session's
  record Credentials(@Nullable String authorization, @Nullable String cookie) {
    boolean none() {
      return authorization == null && cookie == null;
    }
  }

  /// Who asks.
  ///
  /// @throws ProblemException where nobody does, or too often
  Call.Asker need(Credentials credentials, String address) throws InterruptedException {
    if (credentials.none()) {
      metrics.authentication("anonymous");
      throw turnedAway(
          strangers.take(address),
          Problem.of(
              ProblemType.UNAUTHENTICATED,
              "there is no token: send one as Authorization: Bearer …, or sign in"));
    }
    var hash = hash(credentials);
    boolean suspect = !good.containsKey(hash) && !strangers.delay(address).isZero();
    // One configuration for both: who it is, and what they may.
    var now = engine.get();
    return switch (look(now, credentials, suspect ? suspected : looking)) {
      case Authentication.Known(var identity) -> {
        good.put(hash, true);
        metrics.authentication("known");
        var wait = known.take(identity.id());
        if (!wait.isZero()) {
          metrics.limited("identity");
          throw new ProblemException(
              Problem.of(ProblemType.TOO_MANY, "this identity asks more often than it may")
                  .retryAfter(wait.plusSeconds(1)));
        }
        yield asker(now, identity, credentials);
      }
      case Authentication.Anonymous _ -> {
        metrics.authentication("anonymous");
        throw turnedAway(
            strangers.take(address),
            Problem.of(ProblemType.UNAUTHENTICATED, "there is no token that this server knows"));
      }
      case Authentication.Rejected(String why) -> {
        good.remove(hash);
        metrics.authentication("rejected");
        throw turnedAway(strangers.take(address), Problem.of(ProblemType.UNAUTHENTICATED, why));
      }
      case Authentication.Unavailable(String why, Duration after) -> {
        metrics.authentication("unavailable");
        throw new ProblemException(
            Problem.of(ProblemType.ISSUER_UNAVAILABLE, why).retryAfter(after));
      }
    };
  }

  /// Who asks, where that does not matter much: wrong credentials are as good as none.
  Optional<Call.Asker> find(Credentials credentials, String address) throws InterruptedException {
    if (credentials.none()) {
      return Optional.empty();
    }
    try {
      return Optional.of(need(credentials, address));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /// Lets somebody begin or end a sign-in, who is nobody yet: it makes the server ask the issuer.
  ///
  /// @throws ProblemException where an address does so too often
  void signIn(String address) throws InterruptedException {
    var wait = signIns.take(address);
    if (!wait.isZero()) {
      throw turnedAway(
          wait, Problem.of(ProblemType.TOO_MANY, "too many sign-ins from this address"));
    }
  }

  /// Counts a call of a hook, whoever it is: before anything else of it is looked at.
  ///
  /// @throws ProblemException where an address calls too often, or shows wrong proofs too often
  void hook(String address) throws InterruptedException {
    var wait = hooks.take(address);
    if (!wait.isZero()) {
      throw turnedAway(
          wait, Problem.of(ProblemType.TOO_MANY, "too many notifications from this address"));
    }
    // Behind a proxy one address is everybody's: those who showed wrong proofs make it slow.
    if (!strangers.delay(address).isZero()) {
      penalise();
    }
  }

  /// What somebody is told who has no proof.
  ProblemException stranger(String address, Problem problem) throws InterruptedException {
    metrics.authentication("rejected");
    return turnedAway(strangers.take(address), problem);
  }

  private Authentication look(Engine now, Credentials credentials, Slots slots)
      throws InterruptedException {
    try (var slot = slots.take()) {
      if (!slot.got()) {
        metrics.limited("authentication");
        throw new ProblemException(
            Problem.of(ProblemType.BUSY, "too many credentials are being looked at")
                .retryAfter(Duration.ofSeconds(1)));
      }
      return now.authenticator().authenticate(credentials.authorization(), credentials.cookie());
    }
  }

  private Call.Asker asker(Engine now, Identity identity, Credentials credentials) {
    return new Call.Asker(
        identity, now.guarded().apply(identity), () -> again(credentials, identity.id()));
  }

  private Optional<Call.Asker> again(Credentials credentials, String id) {
    var now = engine.get();
    var seen = now.authenticator().authenticate(credentials.authorization(), credentials.cookie());
    return seen instanceof Authentication.Known(var identity) && identity.id().equals(id)
        ? Optional.of(asker(now, identity, credentials))
        : Optional.empty();
  }

  /// An answer for nobody; where there were too many, a slow one.
  private ProblemException turnedAway(Duration wait, Problem problem) throws InterruptedException {
    if (wait.isZero()) {
      return new ProblemException(problem);
    }
    metrics.limited("address");
    penalise();
    return new ProblemException(
        Problem.of(
                ProblemType.TOO_MANY,
                "too many requests from this address that show nobody's token")
            .retryAfter(wait.plusSeconds(1)));
  }

  private void penalise() throws InterruptedException {
    if (penalised.tryAcquire()) {
      try {
        // Never the same for all: they would come back all at once.
        Thread.sleep(PENALTY_MILLIS / 2 + ThreadLocalRandom.current().nextInt(PENALTY_MILLIS));
      } finally {
        penalised.release();
      }
    }
  }

  private static String hash(Credentials credentials) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes(credentials.authorization()));
      digest.update((byte) 0);
      digest.update(bytes(credentials.cookie()));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] bytes(@Nullable String text) {
    return (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
  }
}
