package io.tagtrail.server.signing;

import io.tagtrail.attest.Keys;
import io.tagtrail.attest.SigningKey;
import io.tagtrail.attest.VerificationKey;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.KeysConfig;
import io.tagtrail.server.config.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The configured keys. Each is read when it is first needed, and once: a verb that signs nothing
/// needs no secret. A rotated key is a changed configuration, which makes a new ring.
public final class KeyRing {
  private final KeysConfig config;
  private final Map<String, String> env;
  private final Map<String, SigningKey> signing = new ConcurrentHashMap<>();
  private final Map<String, List<VerificationKey>> counting = new ConcurrentHashMap<>();

  /// @param env the environment variables, for secrets
  public KeyRing(KeysConfig config, Map<String, String> env) {
    this.config = config;
    this.env = env;
  }

  /// The names, in the order of the configuration.
  public List<String> names() {
    return List.copyOf(config.keys().keySet());
  }

  /// The key that signs under a name.
  ///
  /// @throws ConfigException if it is not there or is none; nothing of it is in the message
  public SigningKey signing(String name) {
    return signing.computeIfAbsent(name, this::read);
  }

  /// The public halves that count under a name, the newest first.
  ///
  /// @throws ConfigException if one is none
  public List<VerificationKey> counting(String name) {
    return counting.computeIfAbsent(name, this::publics);
  }

  /// All public halves that count under these names.
  ///
  /// @throws ConfigException if one is none, or there are too many
  public Keys counting(List<String> names) {
    var all = new LinkedHashMap<String, VerificationKey>();
    names.forEach(name -> counting(name).forEach(key -> all.putIfAbsent(key.id(), key)));
    try {
      return new Keys(List.copyOf(all.values()));
    } catch (InvalidValueException e) {
      throw new ConfigException("the keys %s: %s".formatted(names, e.getMessage()), e);
    }
  }

  private KeysConfig.Key configured(String name) {
    var key = config.keys().get(name);
    if (key == null) {
      throw new ConfigException(
          "there is no key %s under keys: (there %s)"
              .formatted(
                  name, names().isEmpty() ? "is none" : "are " + String.join(", ", names())));
    }
    return key;
  }

  private SigningKey read(String name) {
    var key = configured(name);
    var pem = Secrets.read("the private half of the key " + name, key.variable(), key.file(), env);
    if (pem == null) {
      throw new ConfigException(
          "the key %s cannot sign here: only its public half is configured".formatted(name));
    }
    try {
      return SigningKey.parse(pem);
    } catch (InvalidValueException e) {
      throw new ConfigException(
          "the private half of the key %s: %s".formatted(name, e.getMessage()));
    }
  }

  private List<VerificationKey> publics(String name) {
    var key = configured(name);
    var all = new ArrayList<VerificationKey>();
    for (var pem : key.publics()) {
      try {
        all.add(VerificationKey.parse(pem));
      } catch (InvalidValueException e) {
        throw new ConfigException(
            "a public half of the key %s: %s".formatted(name, e.getMessage()));
      }
    }
    // Where the public half is not configured, the private one tells it. Where it is, a verb that
    // only looks needs no secret.
    if (all.isEmpty()) {
      all.add(signing(name).verification());
    }
    return List.copyOf(all);
  }
}
