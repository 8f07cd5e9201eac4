package io.tagtrail.server.client;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where a server is: an http or https address, with or without a path, without a slash at its end.
public record ServerAddress(URI uri) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  /// @param insecure whether http is allowed to a host that is not this one: a token would then go
  ///   over the net for everybody to read
  /// @throws InvalidValueException if it is no such address, or http to somewhere else
  public static ServerAddress parse(String text, boolean insecure) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new InvalidValueException(
          "not the address of a server: '%s' (https://tagtrail.example)"
              .formatted(Text.clipped(hidden(text), 120)),
          e);
    }
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    var host = uri.getHost();
    if (!(scheme.equals("http") || scheme.equals("https")) || host == null) {
      throw new InvalidValueException(
          "not the address of a server: '%s' (https://tagtrail.example)"
              .formatted(Text.clipped(hidden(text), 120)));
    }
    if (uri.getRawUserInfo() != null) {
      throw new InvalidValueException(
          "the address of the server holds a user or password: give a token in TAGTRAIL_TOKEN");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new InvalidValueException(
          "the address of the server has nothing after its path: "
              + Text.clipped(hidden(text), 120));
    }
    if (scheme.equals("http")
        && !insecure
        && !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
      throw new InvalidValueException(
          "http to %s would show your token to everybody on the way: use https, or --insecure-http if you know the way"
              .formatted(Text.clipped(host, 120)));
    }
    var path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
    return new ServerAddress(URI.create(scheme + "://" + uri.getRawAuthority() + path));
  }

  /// The text without what may be a password.
  private static String hidden(String text) {
    return text.replaceAll("//[^/@]*@", "//…@");
  }

  public boolean isHttps() {
    return "https".equals(uri.getScheme());
  }

  /// The address of something on the server.
  ///
  /// @param path from `/` on, encoded
  URI at(String path) {
    return URI.create(uri + path);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
