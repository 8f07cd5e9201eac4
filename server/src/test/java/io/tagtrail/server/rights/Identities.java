package io.tagtrail.server.rights;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.identity.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who asks in tests.
final class Identities {
  static final String ISSUER = "https://token.example.com";
  static final Facts.Pipeline RUN =
      new Facts.Pipeline(
          FactStatus.VERIFIED,
          "github",
          "acme/shop",
          "9001",
          2L,
          17L,
          "https://ci.example.com/9001");

  private Identities() {}

  static Identity pipeline(String repository) {
    return workload(repository, null, null);
  }

  static Identity workload(String repository, @Nullable Scope scope, @Nullable Instant expires) {
    return new Identity(
        Identity.Kind.WORKLOAD,
        new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, ISSUER, "repo:" + repository),
        null,
        false,
        Set.of(),
        Map.of("repository", repository, "ref", "refs/heads/main", "run_number", 17L),
        RUN,
        Facts.Source.MISSING,
        scope,
        "workload-" + repository,
        expires);
  }

  static Identity person(String name, String... groups) {
    return new Identity(
        Identity.Kind.PERSON,
        new Mover(Mover.Kind.PERSON, FactStatus.VERIFIED, "https://login.example.com", null),
        name,
        true,
        Set.of(groups),
        Map.of("email", name + "@example.com", "groups", List.of(groups)),
        Facts.Pipeline.MISSING,
        Facts.Source.MISSING,
        null,
        "person-" + name,
        null);
  }
}
