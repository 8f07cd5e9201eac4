package io.tagtrail.server.http.exchange;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.identity.Identity;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One request, as an endpoint sees it.
public final class Call {
  /// Far more than whoever asks for something has to say.
  private static final int MAX_VALUES = 20_000;

  private final String request;
  private final Route route;
  private final Map<String, String> variables;
  private final Query query;
  private final Lookup headers;
  private final Lookup cookies;
  private final byte[] body;
  private final @Nullable Asker asker;
  private @Nullable String alias;
  private @Nullable String outcome;

  /// A value by its name; null where there is none.
  @FunctionalInterface
  public interface Lookup {
    @Nullable String apply(String name);
  }

  /// Who asks, and Tagtrail as far as this asker may use it.
  ///
  /// @param again looks at the same credentials once more, for what goes on for long: empty where
  ///   they do not count any longer
  public record Asker(Identity identity, Tagtrail tagtrail, Supplier<Optional<Asker>> again) {
    /// Whether it may see anything of the ledger. To be known is no right: an issuer of the whole
    /// world gives a token for this server to whoever asks for one.
    public boolean sees() {
      try {
        tagtrail.trail().head();
        return true;
      } catch (ForbiddenException e) {
        return false;
      } catch (LedgerException e) {
        // Asked after the right: it may, and the ledger is away.
        return true;
      }
    }
  }

  /// @param request the request's id
  /// @param headers the value of a header by its name
  /// @param cookies the value of a cookie by its name
  /// @param body the whole body; empty where the method has none
  public Call(
      String request,
      Route route,
      Map<String, String> variables,
      Query query,
      Lookup headers,
      Lookup cookies,
      byte[] body,
      @Nullable Asker asker) {
    this.request = request;
    this.route = route;
    this.variables = Map.copyOf(variables);
    this.query = query;
    this.headers = headers;
    this.cookies = cookies;
    this.body = body;
    this.asker = asker;
  }

  public String request() {
    return request;
  }

  public Route route() {
    return route;
  }

  public Query query() {
    return query;
  }

  public @Nullable String header(String name) {
    return headers.apply(name);
  }

  public @Nullable String cookie(String name) {
    return cookies.apply(name);
  }

  /// The value of a variable of the route's path.
  public String variable(String name) {
    var value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no variable " + name);
    }
    return value;
  }

  public @Nullable Asker asker() {
    return asker;
  }

  /// Who asks, on a route that only those get to who are known.
  public Asker needAsker() {
    if (asker == null) {
      throw new IllegalStateException("the route " + route.path().text() + " asks for nobody");
    }
    return asker;
  }

  /// Tagtrail, guarded for the asker.
  public Tagtrail tagtrail() {
    return needAsker().tagtrail();
  }

  /// The body as it came.
  public byte[] raw() {
    return body;
  }

  /// Reads the body, a JSON object, whole: a member that nobody asked for is an error.
  ///
  /// @throws InvalidValueException if it is anything else
  public <T> T body(Function<ObjectView, T> read) {
    return body(read, MAX_VALUES);
  }

  /// The same of a body that may be large.
  ///
  /// @param most JSON values that it may hold
  public <T> T body(Function<ObjectView, T> read, int most) {
    try {
      var view = JsonReader.object(body, most);
      var value = read.apply(view);
      view.done();
      return value;
    } catch (JsonException e) {
      throw new InvalidValueException("the body: " + e.getMessage(), e);
    }
  }

  /// What the log says of the request, besides what it always says.
  public void about(String alias) {
    this.alias = alias;
  }

  public void ended(String outcome) {
    this.outcome = outcome;
  }

  public @Nullable String alias() {
    return alias;
  }

  public @Nullable String outcome() {
    return outcome;
  }
}
