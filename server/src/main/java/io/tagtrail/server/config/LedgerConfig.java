package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the ledger is.
public sealed interface LedgerConfig {
  /// Whether it outlives the machine that runs this.
  boolean durable();

  /// For people; without secrets.
  String shown();

  /// SQLite in a folder.
  record Folder(Path path, boolean durable) implements LedgerConfig {
    @Override
    public String shown() {
      return path.normalize().toString();
    }
  }

  /// PostgreSQL.
  ///
  /// @param url `postgresql://host[:port]/database[?parameters of the driver]`
  /// @param user null for the driver's own choice
  /// @param passwordEnv the environment variable that holds the password
  /// @param passwordFile the file that holds it
  record Postgres(
      String url, @Nullable String user, @Nullable String passwordEnv, @Nullable Path passwordFile)
      implements LedgerConfig {
    private static final String SCHEME = "postgresql://";
    // These would be a secret in the file, or would send what is read to another place.
    private static final Pattern SECRET =
        Pattern.compile("(?i)[?&](user|password|passfile|sslpassword|socketFactory[a-z]*)=");

    public Postgres {
      if (!isUrl(url)) {
        throw new InvalidValueException("a database is named postgresql://host[:port]/name");
      }
      if (url.length() > 1000 || SECRET.matcher(url).find()) {
        throw new InvalidValueException(
            "the address of the database holds no user and no password: say user, and passwordEnv or"
                + " passwordFile");
      }
      check(url);
      if (passwordEnv != null && passwordFile != null) {
        throw new InvalidValueException("passwordEnv and passwordFile exclude each other");
      }
      if ((passwordEnv != null || passwordFile != null) && user == null) {
        throw new InvalidValueException("passwordEnv and passwordFile go with a user");
      }
    }

    static boolean isUrl(String text) {
      return text.startsWith(SCHEME);
    }

    private static void check(String url) {
      // Several hosts, a,b, are no URI for Java: the first alone is looked at.
      var rest = url.substring(SCHEME.length());
      int slash = rest.indexOf('/');
      if (slash < 1 || slash == rest.length() - 1 || rest.charAt(slash + 1) == '?') {
        throw new InvalidValueException("a database is named postgresql://host[:port]/name");
      }
      for (var host : rest.substring(0, slash).split(",", -1)) {
        try {
          var uri = new URI(SCHEME + host + rest.substring(slash));
          if (uri.getUserInfo() != null) {
            throw new InvalidValueException(
                "the address of the database holds no user and no password: say user, and"
                    + " passwordEnv or passwordFile");
          }
          if (uri.getHost() == null || uri.getFragment() != null) {
            throw new InvalidValueException("a database is named postgresql://host[:port]/name");
          }
        } catch (URISyntaxException e) {
          // Without the cause: its message quotes the address.
          throw new InvalidValueException("a database is named postgresql://host[:port]/name");
        }
      }
    }

    /// The address as JDBC wants it.
    public String jdbcUrl() {
      return "jdbc:" + url;
    }

    /// The password; null where none is configured.
    ///
    /// @throws ConfigException if it is not where it is said to be
    public @Nullable String password(Map<String, String> env) {
      return Secrets.read("the password of the database", passwordEnv, passwordFile, env);
    }

    @Override
    public boolean durable() {
      return true;
    }

    @Override
    public String shown() {
      int query = url.indexOf('?');
      return query < 0 ? url : url.substring(0, query);
    }
  }
}
