package io.tagtrail.server.identity;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who asks, verified. Nothing here says who built a bundle.
///
/// @param mover as an entry may hold it; always verified
/// @param person the name for the side record; null for workloads
/// @param linked whether it is known to be one person, so that it can count as an independent one
/// @param claims the token's, as strings, longs, doubles, booleans, lists and maps
/// @param pipeline the run that the token was made for; verified or missing
/// @param source the repository and revision that the run was made for: evidence about who asks,
///   not about the bundle
/// @param scope what an API token is limited to; null for no limit but the rights
/// @param id stable, for limits and logs; never a secret, but a person's may name the person
/// @param expires when the credentials end; null where they do not
public record Identity(
    Kind kind,
    Mover mover,
    @Nullable String person,
    boolean linked,
    Set<String> groups,
    Map<String, Object> claims,
    Facts.Pipeline pipeline,
    Facts.Source source,
    @Nullable Scope scope,
    String id,
    @Nullable Instant expires) {
  /// How long a person's name may be.
  public static final int PERSON_BYTES = 256;

  private static final int ID_BYTES = 2_048;

  /// What an identity is.
  public enum Kind {
    PERSON,
    WORKLOAD
  }

  public Identity {
    if (mover.status() != FactStatus.VERIFIED) {
      throw new IllegalArgumentException("an identity is verified or is none");
    }
    if ((kind == Kind.PERSON) != (mover.kind() == Mover.Kind.PERSON)
        || (kind == Kind.WORKLOAD) != (mover.kind() == Mover.Kind.WORKLOAD)) {
      throw new IllegalArgumentException("identity and mover are not of one kind");
    }
    if ((kind == Kind.PERSON) != (person != null)) {
      throw new IllegalArgumentException("a person has a name, a workload has none");
    }
    if (linked && kind != Kind.PERSON) {
      throw new IllegalArgumentException("a workload is not linked to a person");
    }
    if (person != null) {
      Text.bounded("the person's name", person, PERSON_BYTES);
    }
    Text.bounded("the identity's id", id, ID_BYTES);
    if (pipeline.status() == FactStatus.CLAIMED || source.status() == FactStatus.CLAIMED) {
      throw new IllegalArgumentException("an identity's facts are verified or missing");
    }
    groups = Set.copyOf(groups);
    claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
  }

  /// Who stands behind it, by an id that stays when names change: the person; of a token that
  /// Tagtrail gave out, whoever made it. Null where nobody is known.
  public @Nullable String account() {
    if (kind == Kind.PERSON) {
      return id;
    }
    boolean own = ApiTokens.ISSUER.equals(mover.issuer());
    return own && claims.get(ApiTokens.BY) instanceof String by ? by : null;
  }
}
