package io.tagtrail.server.identity;

import io.tagtrail.server.config.IssuerConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What tokens of people need beyond those of workloads.
final class People {
  private People() {}

  /// The name for the side record: what the mapping says, else the verified e-mail address, else
  /// the issuer's own id of the person. Approvals tell people apart by it, so nothing that people
  /// can choose freely is taken unasked.
  static @Nullable String name(IssuerConfig issuer, Map<String, Object> claims, String sub) {
    var mapped = issuer.mapping().get("person");
    if (mapped != null && !mapped.isEmpty()) {
      return Template.fill(mapped, claims);
    }
    var email = Template.text(claims, "email");
    return email == null ? sub : email;
  }

  /// The claims without an e-mail address that the issuer does not vouch for: at some issuers
  /// anybody can enter anybody's. (Some write the flag as a text.)
  static Map<String, Object> withoutDoubts(Map<String, Object> claims) {
    var verified = claims.get("email_verified");
    if (Boolean.TRUE.equals(verified) || "true".equals(verified) || !claims.containsKey("email")) {
      return claims;
    }
    var rest = new LinkedHashMap<>(claims);
    rest.remove("email");
    return rest;
  }

  /// Whether the token was given to a program, not to a person who signed in: the marks that Entra
  /// ID, Auth0, Keycloak and RFC 9068 put on the client credentials grant. There is no one mark, so
  /// docs/identity.md says to keep programs off an issuer of people.
  static boolean isProgram(Map<String, Object> claims) {
    var sub = claims.get("sub");
    var client = claims.get("client_id");
    return "app".equals(claims.get("idtyp"))
        || "client-credentials".equals(claims.get("gty"))
        || "client_credentials".equals(claims.get("grant_type"))
        || (client != null && client.equals(sub))
        || (claims.get("azp") instanceof String azp
            && (azp.equals(sub) || (azp + "@clients").equals(sub)))
        || (claims.get("preferred_username") instanceof String name
            && name.startsWith("service-account-"));
  }
}
