package io.tagtrail.store;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a ledger in PostgreSQL is reached.
///
/// @param url `postgresql://host[:port][,host…]/database[?parameters]`, with or without `jdbc:`
///   before it. Parameters are those of the driver for TLS and for several hosts ([#PARAMETERS]);
///   user and password are none of them
/// @param user null for the driver's own choice
/// @param password asked for at every new connection, so that it may change; gives null for none
/// @param schema the schema of the database that holds the ledger
/// @param connect how long a connection may take to be opened
/// @param statement how long one statement may take before the database gives it up
/// @param lock how long to wait for another process that writes
/// @param idle how long a transaction may stand still before the database ends it: a process that
///   was frozen must not keep the others waiting
/// @param patience for how long to look for what became of a commit that did not answer
/// @param readers how many threads may read at once, a connection each; more wait
public record PostgresSettings(
    String url,
    @Nullable String user,
    Supplier<@Nullable String> password,
    String schema,
    Duration connect,
    Duration statement,
    Duration lock,
    Duration idle,
    Duration patience,
    int readers)
    implements LedgerSettings {
  /// The parameters that an address may have.
  public static final List<String> PARAMETERS =
      List.of(
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslnegotiation",
          "channelBinding",
          "requireAuth",
          "gssEncMode",
          "kerberosServerName",
          "targetServerType",
          "hostRecheckSeconds",
          "loadBalanceHosts",
          "tcpKeepAlive",
          "ApplicationName");

  private static final String SCHEME = "jdbc:postgresql://";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "jdbc:postgresql://(?<place>[A-Za-z0-9_.,:\\[\\]-]+/[A-Za-z0-9_.%-]+)(\\?(?<query>.*))?");
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  public PostgresSettings {
    url = normal(url);
    if (user != null) {
      Text.bounded("the user of the database", user, 255);
    }
    if (!SCHEMA.matcher(schema).matches()) {
      throw new InvalidValueException(
          "not a schema: '%s' (small letters, digits, '_')".formatted(Text.clipped(schema, 80)));
    }
    bounded("the time to connect", connect);
    bounded("the time of a statement", statement);
    bounded("the wait for a lock", lock);
    bounded("the time of an idle transaction", idle);
    bounded("the patience", patience);
    if (readers < 1 || readers > 256) {
      throw new InvalidValueException("1 to 256 readers, not " + readers);
    }
  }

  public static PostgresSettings of(
      String url, @Nullable String user, Supplier<@Nullable String> password) {
    return new PostgresSettings(
        url,
        user,
        password,
        "tagtrail",
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        8);
  }

  /// The same with other times.
  public PostgresSettings withTimes(
      Duration newConnect,
      Duration newStatement,
      Duration newLock,
      Duration newIdle,
      Duration newPatience) {
    return new PostgresSettings(
        url,
        user,
        password,
        schema,
        newConnect,
        newStatement,
        newLock,
        newIdle,
        newPatience,
        readers);
  }

  /// The same at another address.
  public PostgresSettings withUrl(String address) {
    return new PostgresSettings(
        address, user, password, schema, connect, statement, lock, idle, patience, readers);
  }

  public PostgresSettings withReaders(int number) {
    return new PostgresSettings(
        url, user, password, schema, connect, statement, lock, idle, patience, number);
  }

  @Override
  public String shown() {
    var matcher = ADDRESS.matcher(url);
    return matcher.matches() ? "postgresql://" + matcher.group("place") : "postgresql";
  }

  /// Without the password.
  @Override
  public String toString() {
    return "PostgresSettings[" + shown() + ", schema " + schema + "]";
  }

  private static String normal(String url) {
    var whole = url.startsWith("jdbc:") ? url : "jdbc:" + url;
    var matcher = ADDRESS.matcher(whole);
    // The address is not quoted: there may be a password in it.
    if (!whole.startsWith(SCHEME) || !matcher.matches()) {
      throw new InvalidValueException(
          "a database is named postgresql://host[:port]/name[?parameters]; user and password are"
              + " said beside it");
    }
    var query = matcher.group("query");
    if (query != null) {
      for (var parameter : query.split("&", -1)) {
        int equals = parameter.indexOf('=');
        var name = equals < 0 ? parameter : parameter.substring(0, equals);
        if (!PARAMETERS.contains(name)) {
          throw new InvalidValueException(
              "the address of the database has a parameter that it must not have: '%s' (allowed: %s)"
                  .formatted(Text.clipped(name, 60), String.join(", ", PARAMETERS)));
        }
      }
    }
    return whole;
  }

  private static void bounded(String what, Duration time) {
    if (time.toMillis() < 1 || time.compareTo(Duration.ofHours(1)) > 0) {
      throw new InvalidValueException(
          "%s is 1 millisecond to 1 hour, not %s"
              .formatted(what, time.toString().toLowerCase(Locale.ROOT)));
    }
  }
}
