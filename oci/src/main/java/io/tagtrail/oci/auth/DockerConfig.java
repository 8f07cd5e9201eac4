package io.tagtrail.oci.auth;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.oci.http.IoTrouble;
import io.tagtrail.oci.json.Node;
import io.tagtrail.oci.json.NodeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Docker's config file: `credHelpers` for the host, else `credsStore`, else `auths`. Read at every
/// call, since a mounted secret can change.
///
/// Form: docker/cli `config.json`.
public final class DockerConfig implements Credentials {
  private static final int MAX_BYTES = 1 << 20;

  private final Path file;
  private final CredentialHelper helper;

  public DockerConfig(Path file, CredentialHelper helper) {
    this.file = file;
    this.helper = helper;
  }

  /// The file in `DOCKER_CONFIG`, else in `~/.docker`.
  public static DockerConfig of(Map<String, String> environment) {
    var folder = environment.getOrDefault("DOCKER_CONFIG", "");
    var home = environment.getOrDefault("HOME", System.getProperty("user.home", "."));
    var path = folder.isEmpty() ? Path.of(home, ".docker") : Path.of(folder);
    return new DockerConfig(path.resolve("config.json"), new CredentialHelper());
  }

  @Override
  public Login login(String registry) {
    if (!Files.exists(file)) {
      return Login.None.NONE;
    }
    var config = read();
    var name = entry(config.at("credHelpers"), registry).text();
    if (name == null) {
      name = config.at("credsStore").text();
    }
    if (name != null && !name.isEmpty()) {
      var login = helper.get(name, registry);
      if (login != Login.None.NONE) {
        return login;
      }
    }
    return login(entry(config.at("auths"), registry));
  }

  private Node read() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidValueException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      return NodeReader.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InvalidValueException(file + " cannot be read: " + IoTrouble.of(e), e);
    } catch (JsonException e) {
      // Without the parser's words: they quote the file, and it holds secrets.
      throw new InvalidValueException(file + " is not JSON");
    }
  }

  private Login login(Node entry) {
    var identity = entry.at("identitytoken").text();
    if (identity != null && !identity.isEmpty()) {
      return new Login.Identity(identity);
    }
    var token = entry.at("registrytoken").text();
    if (token != null && !token.isEmpty()) {
      return new Login.Bearer(token);
    }
    var user = entry.at("username").text();
    var password = entry.at("password").text();
    if (user != null && password != null && !user.isEmpty()) {
      return new Login.Basic(user, password);
    }
    var auth = entry.at("auth").text();
    return auth == null || auth.isEmpty() ? Login.None.NONE : decoded(auth);
  }

  private Login decoded(String auth) {
    try {
      var pair = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon > 0) {
        // Some writers pad with NUL.
        return new Login.Basic(
            pair.substring(0, colon), pair.substring(colon + 1).replace("\0", ""));
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("an 'auth' in " + file + " is not base64");
    }
    throw new InvalidValueException("an 'auth' in " + file + " is not base64 of user:password");
  }

  private static Node entry(Node map, String registry) {
    if (map.at(registry).there()) {
      return map.at(registry);
    }
    if (map instanceof Node.Obj(var members)) {
      for (var member : members.entrySet()) {
        if (registry.equals(canonical(member.getKey()))) {
          return member.getValue();
        }
      }
    }
    return Node.Missing.ABSENT;
  }

  /// The registry that a key names; null for a key that names a part of one only.
  private static @Nullable String canonical(String key) {
    var rest = key.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
    int slash = rest.indexOf('/');
    var host = slash < 0 ? rest : rest.substring(0, slash);
    var path = slash < 0 ? "" : rest.substring(slash);
    if (!path.matches("|/|/v1/?|/v2/?")) {
      return null;
    }
    return switch (host) {
      case "index.docker.io", "registry-1.docker.io" -> "docker.io";
      default -> host.endsWith(":443") ? host.substring(0, host.length() - 4) : host;
    };
  }
}
