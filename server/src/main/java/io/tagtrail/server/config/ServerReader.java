package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `server:`.
final class ServerReader {
  private ServerReader() {}

  static ServerConfig read(YamlView view, Reading reading) {
    var usual = ServerConfig.USUAL;
    var listen = view.oneOrMore("listen", ServerConfig.Listen::parse);
    var publicUrl = view.parsed("publicUrl", ServerReader::publicUrl);
    var tls = view.has("tls") ? tls(view.mapping("tls"), reading) : null;
    // Asked for even where it is not there, so that it is among the keys that are known.
    view.mapping("tls");
    var limits = view.mapping("limits");
    var usualLimits = ServerConfig.Limits.USUAL;
    var read =
        view.checked(
            "limits",
            () ->
                new ServerConfig.Limits(
                    limits.number("requests", usualLimits.requests()),
                    limits.number("anonymous", usualLimits.anonymous()),
                    limits.number("body", usualLimits.body()),
                    limits.number("moves", usualLimits.moves()),
                    limits.number("refusals", usualLimits.refusals())));
    limits.done();
    var stop = view.parsed("stop", Durations::parse, usual.stop());
    var copyFrom = view.oneOrMore("copyFrom", text -> text);
    view.done();
    return view.checked(() ->
        new ServerConfig(
            listen == null ? usual.listen() : listen,
            publicUrl,
            tls,
            read,
            stop,
            copyFrom == null ? List.of() : copyFrom));
  }

  private static ServerConfig.Tls tls(YamlView view, Reading reading) {
    var cert = view.parsed("cert", reading::path);
    var key = view.parsed("key", reading::path);
    view.done();
    if (cert == null || key == null) {
      throw view.error("needs cert and key, two PEM files");
    }
    return new ServerConfig.Tls(cert, key);
  }

  private static URI publicUrl(String text) {
    var uri = uri(text);
    WebAddresses.secure("the public address", uri);
    if (uri.getRawQuery() != null) {
      throw new InvalidValueException("the public address has a query");
    }
    return uri;
  }

  /// @throws InvalidValueException if it is no address; without quoting it
  static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValueException("not an address: " + reason(e));
    }
  }

  private static @Nullable String reason(URISyntaxException e) {
    return e.getReason();
  }
}
