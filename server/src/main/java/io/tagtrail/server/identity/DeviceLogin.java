package io.tagtrail.server.identity;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.WebAddresses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The client's side of a sign-in without a browser on this machine (RFC 8628): the person opens an
/// address on any device and confirms a code.
public final class DeviceLogin implements AutoCloseable {
  private static final Duration REQUEST = Duration.ofSeconds(15);
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
  private static final Duration SLOWER = Duration.ofSeconds(5);
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);
  private static final Duration MAX_WAIT = Duration.ofMinutes(30);

  private final URI issuer;
  private final String clientId;
  private final List<String> scopes;
  private final InstantSource clock;
  private final Web web;
  private @Nullable Discovery discovery;

  /// A sign-in that waits for the person.
  ///
  /// @param userCode what the person confirms
  /// @param verification where
  /// @param complete the same address with the code in it, where the issuer has one
  /// @param deviceCode secret
  public record Waiting(
      String userCode,
      URI verification,
      @Nullable URI complete,
      String deviceCode,
      Duration interval,
      Instant expires) {
    @Override
    public String toString() {
      return "Waiting[" + verification + "]";
    }

    Waiting slower() {
      var longer = interval.plus(SLOWER);
      return new Waiting(
          userCode,
          verification,
          complete,
          deviceCode,
          longer.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : longer,
          expires);
    }
  }

  /// What one question brought.
  public sealed interface Polled {
    record Granted(Tokens tokens) implements Polled {}

    /// Ask again after `next.interval()`.
    record Pending(Waiting next) implements Polled {}

    /// The person said no.
    record Denied() implements Polled {}

    /// Nobody confirmed the code in time.
    record Expired() implements Polled {}

    /// The issuer refuses for another reason.
    record Refused(String why) implements Polled {}
  }

  /// What the issuer gave.
  ///
  /// @param bearer the ID token, which is what Tagtrail's server verifies; secret
  /// @param refresh brings a new one later; secret; null where the issuer gives none
  /// @param expires when the bearer ends
  public record Tokens(String bearer, @Nullable String refresh, Instant expires) {
    @Override
    public String toString() {
      return "Tokens[until " + expires + "]";
    }
  }

  /// How this machine waits.
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /// @param issuer https, or http within loopback
  /// @param ca certificates in PEM that are trusted instead of the system's
  /// @throws InvalidValueException if the address or the CA file cannot be used
  public DeviceLogin(
      URI issuer, String clientId, List<String> scopes, @Nullable Path ca, InstantSource clock) {
    this.issuer = WebAddresses.secure("the issuer", issuer);
    this.clientId = clientId;
    this.scopes = List.copyOf(scopes);
    this.clock = clock;
    this.web = new Web(ca, REQUEST);
  }

  /// Begins a sign-in.
  ///
  /// @throws IOException if the issuer does not answer, or cannot do this; its message says so
  public Waiting start() throws IOException, InterruptedException {
    var endpoint = discovery().device();
    if (endpoint == null) {
      throw new IOException(
          "the issuer %s cannot sign in people by a device code (no device_authorization_endpoint)"
              .formatted(issuer));
    }
    var form = new Form().put("client_id", clientId).put("scope", String.join(" ", scopes));
    var answer = web.post(endpoint, form.encoded(), null);
    var members = members(endpoint, answer);
    if (answer.status() != 200) {
      throw refusal(endpoint, answer.status(), members);
    }
    var seconds = seconds(members, "expires_in", MAX_WAIT);
    return new Waiting(
        printable(text(endpoint, members, "user_code")),
        address(text(endpoint, members, "verification_uri")),
        members.get("verification_uri_complete") instanceof String complete
            ? address(complete)
            : null,
        text(endpoint, members, "device_code"),
        members.containsKey("interval")
            ? atLeastOne(seconds(members, "interval", MAX_INTERVAL))
            : DEFAULT_INTERVAL,
        clock.instant().plus(seconds));
  }

  /// Asks once whether the person confirmed.
  ///
  /// @throws IOException if the issuer does not answer; it can be asked again
  public Polled poll(Waiting waiting) throws IOException, InterruptedException {
    var form =
        new Form()
            .put("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
            .put("device_code", waiting.deviceCode())
            .put("client_id", clientId);
    var endpoint = tokenEndpoint();
    var answer = web.post(endpoint, form.encoded(), null);
    if (answer.status() >= 500) {
      throw new IOException(Web.named(endpoint) + " answered " + answer.status());
    }
    var members = members(endpoint, answer);
    if (answer.status() == 200) {
      return new Polled.Granted(tokens(endpoint, members, null));
    }
    return switch (String.valueOf(members.get("error"))) {
      case "authorization_pending" -> new Polled.Pending(waiting);
      case "slow_down" -> new Polled.Pending(waiting.slower());
      case "access_denied" -> new Polled.Denied();
      case "expired_token" -> new Polled.Expired();
      default ->
          new Polled.Refused(
              String.valueOf(refusal(endpoint, answer.status(), members).getMessage()));
    };
  }

  /// Asks until there is an answer or the code expired. An issuer that does not answer is asked
  /// again, less often.
  public Polled await(Waiting waiting, Sleeper sleeper) throws InterruptedException {
    var current = waiting;
    while (true) {
      sleeper.sleep(current.interval());
      if (!clock.instant().isBefore(current.expires())) {
        return new Polled.Expired();
      }
      try {
        var polled = poll(current);
        if (!(polled instanceof Polled.Pending(var next))) {
          return polled;
        }
        current = next;
      } catch (IOException e) {
        current = current.slower();
      }
    }
  }

  /// Exchanges a refresh token.
  ///
  /// @throws IOException if the issuer does not answer
  public Polled refresh(String refreshToken) throws IOException, InterruptedException {
    var form =
        new Form()
            .put("grant_type", "refresh_token")
            .put("refresh_token", refreshToken)
            .put("client_id", clientId);
    var endpoint = tokenEndpoint();
    var answer = web.post(endpoint, form.encoded(), null);
    if (answer.status() >= 500) {
      throw new IOException(Web.named(endpoint) + " answered " + answer.status());
    }
    var members = members(endpoint, answer);
    if (answer.status() == 200) {
      // Where none comes back, the old one goes on (RFC 6749, section 6).
      return new Polled.Granted(tokens(endpoint, members, refreshToken));
    }
    return "invalid_grant".equals(members.get("error"))
        ? new Polled.Expired()
        : new Polled.Refused(
            String.valueOf(refusal(endpoint, answer.status(), members).getMessage()));
  }

  @Override
  public void close() {
    web.close();
  }

  private URI tokenEndpoint() throws IOException, InterruptedException {
    var endpoint = discovery().token();
    if (endpoint == null) {
      throw new IOException("the issuer %s has no token endpoint".formatted(issuer));
    }
    return endpoint;
  }

  private Discovery discovery() throws IOException, InterruptedException {
    if (discovery == null) {
      var address = Discovery.address(issuer);
      try {
        discovery = Discovery.parse(issuer, web.get(address));
      } catch (JsonException e) {
        throw new IOException(
            "the document at %s is unusable: %s".formatted(Web.named(address), e.getMessage()), e);
      }
    }
    return discovery;
  }

  /// The server verifies the token; here it is only looked into, for whom it is and how long.
  private Tokens tokens(URI endpoint, Map<String, Object> members, @Nullable String oldRefresh)
      throws IOException {
    var bearer = text(endpoint, members, "id_token");
    if (!(RawToken.parse(bearer) instanceof RawToken.Parsed.Token(var token))
        || !issuer.toString().equals(token.claims().get("iss"))
        || !(token.claims().get("exp") instanceof Long exp)) {
      throw new IOException(
          Web.named(endpoint) + " answered with an ID token that is not one of this issuer");
    }
    var refresh = members.get("refresh_token") instanceof String fresh ? fresh : oldRefresh;
    return new Tokens(bearer, refresh, Instant.ofEpochSecond(exp));
  }

  private static Map<String, Object> members(URI endpoint, Web.Answer answer) throws IOException {
    try {
      return StrictJson.object(answer.body());
    } catch (JsonException e) {
      throw new IOException(
          "%s answered %d, not in JSON".formatted(Web.named(endpoint), answer.status()), e);
    }
  }

  private static IOException refusal(URI endpoint, int status, Map<String, Object> members) {
    var error = members.get("error") instanceof String text ? Text.clipped(text, 100) : "no reason";
    return new IOException("%s answered %d: %s".formatted(Web.named(endpoint), status, error));
  }

  private static String text(URI endpoint, Map<String, Object> members, String name)
      throws IOException {
    if (members.get(name) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new IOException("%s answered without %s".formatted(Web.named(endpoint), name));
  }

  /// It is shown on a terminal and opened in a browser.
  private static URI address(String text) throws IOException {
    try {
      return WebAddresses.secure("the address to confirm at", URI.create(printable(text)));
    } catch (IllegalArgumentException e) {
      throw new IOException("the issuer's address to confirm at is unusable", e);
    }
  }

  private static String printable(String text) {
    return Text.clipped(text, 1_024);
  }

  private static Duration seconds(Map<String, Object> members, String name, Duration most) {
    var seconds =
        members.get(name) instanceof Long value && value > 0 ? Duration.ofSeconds(value) : most;
    return seconds.compareTo(most) > 0 ? most : seconds;
  }

  private static Duration atLeastOne(Duration interval) {
    return interval.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : interval;
  }
}
