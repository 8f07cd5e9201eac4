package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whose tokens are believed.
///
/// @param signIn how people sign in with a browser; null where they do not
/// @param apiTokens whether tokens that Tagtrail itself gave out are believed
public record IdentityConfig(
    List<IssuerConfig> issuers, @Nullable SignIn signIn, boolean apiTokens) {
  public static final IdentityConfig NONE = new IdentityConfig(List.of(), null, false);

  public IdentityConfig {
    issuers = List.copyOf(issuers);
    var names = new HashSet<String>();
    var addresses = new HashSet<String>();
    for (var issuer : issuers) {
      if (!names.add(issuer.name())) {
        throw new InvalidValueException("two issuers are called " + issuer.name());
      }
      // One token then has one set of rules, never a choice of two.
      if (!addresses.add(issuer.issuer().toString())) {
        throw new InvalidValueException("two issuers have the address " + issuer.issuer());
      }
    }
    if (signIn != null) {
      var name = signIn.issuer();
      var issuer = find(issuers, name);
      if (issuer.isEmpty()) {
        throw new InvalidValueException(
            "sign-in names the issuer " + name + ", which is not configured");
      }
      if (!issuer.get().people()) {
        throw new InvalidValueException(
            "sign-in names the issuer "
                + name
                + ", which does not vouch for people (people: true)");
      }
    }
  }

  /// The issuer of that name.
  public Optional<IssuerConfig> issuer(String name) {
    return find(issuers, name);
  }

  private static Optional<IssuerConfig> find(List<IssuerConfig> issuers, String name) {
    return issuers.stream().filter(issuer -> issuer.name().equals(name)).findFirst();
  }
}
