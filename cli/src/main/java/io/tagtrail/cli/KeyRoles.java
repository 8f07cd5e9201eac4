package io.tagtrail.cli;

import io.tagtrail.attest.VerificationKey;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.KeysConfig;
import io.tagtrail.server.signing.KeyFiles;
import io.tagtrail.server.signing.KeyRing;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which of the public halves that count under a name is whose.
///
/// @param signing the one whose private half signs; null where that half is not on this machine
/// @param next the one that will sign when the rotation that is under way is finished; null where
///   none is
record KeyRoles(@Nullable String signing, @Nullable String next) {
  /// What a public half is for.
  enum Role {
    SIGNS("signs now"),
    NEXT("the next one, signs after --finish"),
    BEFORE("before it, opens until it is removed");

    private final String words;

    Role(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static KeyRoles of(String name, KeysConfig keys, Map<String, String> environment) {
    var key = keys.keys().get(name);
    var ring = new KeyRing(keys, environment);
    String signing;
    try {
      signing = ring.signing(name).verification().id();
    } catch (ConfigException e) {
      // A machine that only verifies has no private half: nothing is wrong with that.
      return new KeyRoles(null, null);
    }
    return new KeyRoles(
        signing, key == null ? null : KeyFiles.waiting(key).map(VerificationKey::id).orElse(null));
  }

  /// Null where it cannot be told.
  @Nullable Role of(VerificationKey key) {
    if (signing == null) {
      return null;
    }
    return key.id().equals(signing) ? Role.SIGNS : key.id().equals(next) ? Role.NEXT : Role.BEFORE;
  }

  @Nullable String label(VerificationKey key) {
    var role = of(key);
    return role == null ? null : role.name().toLowerCase(Locale.ROOT);
  }

  /// Those that open and sign no more.
  List<VerificationKey> before(List<VerificationKey> counting) {
    return counting.stream().filter(key -> of(key) == Role.BEFORE).toList();
  }
}
