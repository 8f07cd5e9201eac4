package io.tagtrail.server.signing;

import io.tagtrail.attest.Keys;
import io.tagtrail.attest.SigningKey;
import io.tagtrail.attest.VerificationKey;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.KeysConfig;
import io.tagtrail.server.config.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The configured keys. Each is read when it is first needed, so a verb that signs nothing needs no
/// secret; and again when its file changed, so that a server signs with the next key as soon as a
/// rotation is finished beside it.
public final class KeyRing {
  private final KeysConfig config;
  private final Map<String, String> env;
  private final Map<String, Kept> signing = new ConcurrentHashMap<>();
  private final Map<String, List<VerificationKey>> counting = new ConcurrentHashMap<>();

  /// A key as it was read.
  ///
  /// @param changed when its file was; null where it is in no file, or was not to be asked
  private record Kept(SigningKey key, @Nullable FileTime changed) {}

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
    var changed = changed(configured(name).file());
    var kept = signing.get(name);
    if (kept == null || !Objects.equals(kept.changed(), changed)) {
      kept = new Kept(read(name), changed);
      signing.put(name, kept);
    }
    return kept.key();
  }

  /// The public halves that count under a name, the newest first.
  ///
  /// @throws ConfigException if one is none
  public List<VerificationKey> counting(String name) {
    if (configured(name).publics().isEmpty()) {
      // Where the public half is not configured, the private one tells it: the one that signs now.
      // Where it is, a verb that only looks needs no secret.
      return List.of(signing(name).verification());
    }
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

  /// Null for a file that cannot be asked: what is wrong with it shows when it is read.
  private static @Nullable FileTime changed(@Nullable Path file) {
    try {
      return file == null ? null : Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return null;
    }
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
    return List.copyOf(all);
  }
}
