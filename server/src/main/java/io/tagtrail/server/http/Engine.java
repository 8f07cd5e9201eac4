package io.tagtrail.server.http;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Refusals;
import io.tagtrail.server.ReadinessSupplement;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.clusters.ClusterTruth;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.identity.Authenticator;
import io.tagtrail.server.identity.Identities;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.identity.SignInFlow;
import io.tagtrail.server.readiness.Rehearsal;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What answers: one configuration with everything that follows from it. A reload exchanges it as a
/// whole, so that no request sees half of two configurations.
///
/// @param own Tagtrail as the server itself uses it, for nobody's sake
/// @param clusters what clusters report
/// @param guarded Tagtrail as far as an identity may use it
/// @param rehearsal looks at rollback targets
/// @param kept what is known of them
/// @param authenticator finds out who asks
/// @param identities sign-in and tokens; null where there are none
/// @param guarded Tagtrail as far as an identity may use it
/// @param mayRead whether an identity may read an alias
/// @param needAdmin throws [io.tagtrail.server.ForbiddenException] where an identity does not look
///   after the server
public record Engine(
    Config config,
    Ledger ledger,
    Tagtrail own,
    Rehearsal rehearsal,
    ReadinessSupplement kept,
    ClusterTruth clusters,
    Authenticator authenticator,
    @Nullable Identities identities,
    Function<Identity, Tagtrail> guarded,
    BiPredicate<Identity, Alias> mayRead,
    Consumer<Identity> needAdmin,
    Refusals refusals) {
  /// Sign-in with a browser, where it is configured.
  Optional<SignInFlow> signIn() {
    return identities == null ? Optional.empty() : identities.signIn();
  }

  /// The value of the label `environment`: only what is configured, because everything else could
  /// be anything.
  String environment(Alias alias) {
    return config.locations().containsKey(alias) ? alias.environment() : "other";
  }
}
