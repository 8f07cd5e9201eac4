package io.tagtrail.core.model;

import java.util.Locale;
import java.util.regex.Pattern;

/// A repository in a registry, under its one canonical name: the host in lower case, no default
/// port, Docker Hub as `docker.io` with its `library/` written out. Two texts that name one
/// repository are equal after [#parse].
///
/// Grammar of the path: the OCI distribution specification 1.1, `<name>`.
public record Repository(String registry, String path) {
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");
  private static final Pattern PATH =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  public static final int MAX_BYTES = 255;
  private static final String FORM = "registry[:port]/name, as in ghcr.io/acme/shop";

  public Repository {
    if (registry.length() > MAX_BYTES || !HOST.matcher(registry).matches()) {
      throw InvalidValueException.of("a registry", registry, FORM);
    }
    if (!isHost(registry)) {
      throw InvalidValueException.of(
          "a registry",
          registry,
          "a host with a dot or a port, or localhost: a bare name is Docker Hub's");
    }
    int port = registry.startsWith("[") ? registry.indexOf("]:") + 1 : registry.indexOf(':');
    if (port > 0 && Integer.parseInt(registry.substring(port + 1)) > 65_535) {
      throw InvalidValueException.of("a registry", registry, "a port is at most 65535");
    }
    if (path.length() > MAX_BYTES || !PATH.matcher(path).matches()) {
      throw InvalidValueException.of(
          "a repository name", path, "lower-case letters, digits and separators, at most 255");
    }
  }

  /// Parses `registry/name`; an `oci://` in front is allowed. The first part is the registry: it
  /// must hold a dot or a port, or be `localhost`; a bare `nginx` or `acme/shop` is Docker Hub's,
  /// as everywhere in the field.
  public static Repository parse(String text) {
    var rest = text.startsWith("oci://") ? text.substring(6) : text;
    int slash = rest.indexOf('/');
    var first = slash < 0 ? "" : rest.substring(0, slash);
    if (!isHost(first)) {
      return dockerHub(rest);
    }
    var host = withoutDefaultPort(first.toLowerCase(Locale.ROOT));
    var path = rest.substring(slash + 1);
    return switch (host) {
      case "docker.io", "index.docker.io", "registry-1.docker.io" -> dockerHub(path);
      default -> new Repository(host, path);
    };
  }

  private static Repository dockerHub(String path) {
    return new Repository("docker.io", path.indexOf('/') < 0 ? "library/" + path : path);
  }

  private static boolean isHost(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equalsIgnoreCase("localhost");
  }

  private static String withoutDefaultPort(String host) {
    if (!host.endsWith(":443")) {
      return host;
    }
    var name = host.substring(0, host.length() - 4);
    boolean another = name.startsWith("[") ? !name.endsWith("]") : name.indexOf(':') >= 0;
    // The port stays where the bare name would be read as Docker Hub's; two ports stay, to be
    // refused.
    return isHost(name) && !another ? name : host;
  }

  public Location at(Tag tag) {
    return new Location(this, tag);
  }

  @Override
  public String toString() {
    return registry + "/" + path;
  }
}
