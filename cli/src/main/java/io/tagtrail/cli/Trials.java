package io.tagtrail.cli;

import io.tagtrail.cli.doctor.LoginSpec;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.doctor.Trial;
import io.tagtrail.server.doctor.Trial.Who;
import io.tagtrail.server.doctor.TrialPush;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pushes that the doctor tries, from this machine: a login that is tried goes to the registry
/// and nowhere else.
final class Trials {
  private final Session session;
  private final Tagtrail tagtrail;

  Trials(Session session, Tagtrail tagtrail) {
    this.session = session;
    this.tagtrail = tagtrail;
  }

  /// @param plain an ordinary login; null for none
  /// @param flux the credential that Flux pulls with; null for none
  List<Trial> of(Evidence evidence, @Nullable LoginSpec plain, @Nullable LoginSpec flux) {
    var location = evidence.location();
    var expected = evidence.trail().head();
    var alias = evidence.alias();
    if (location == null || expected == null) {
      return List.of(skipped(Who.ANONYMOUS, null, evidence, alias + " is not in the ledger"));
    }
    var made = new ArrayList<Trial>();
    var backend = session.backend();
    try (var own = backend.registry(session.globals())) {
      var push =
          new TrialPush(
              own.registry(),
              location,
              expected,
              () -> hindrance(alias),
              session.context().clock());
      made.add(tried(push, Who.ANONYMOUS, LoginSpec.NOBODY));
      if (plain != null) {
        made.add(tried(push, Who.PLAIN, plain));
      }
      if (flux != null) {
        made.add(tried(push, Who.FLUX, flux));
      }
    }
    return made;
  }

  private Trial tried(TrialPush push, Who who, LoginSpec login) {
    session.lasting("trying a push as " + who.words());
    try (var as = session.backend().registryAs(session.globals(), login.credentials())) {
      return push.as(who, login.user(), as.registry());
    }
  }

  /// Looked at right before each push: what the ledger says now.
  private Optional<String> hindrance(Alias alias) {
    var state = tagtrail.state().status(alias, false).state();
    if (state.intent() != null) {
      return Optional.of("a move is under way");
    }
    return state.movedOutside() ? Optional.of("it is moved outside") : Optional.empty();
  }

  private static Trial skipped(Who who, @Nullable String user, Evidence evidence, String why) {
    return new Trial(who, user, evidence.asOf(), Trial.Result.SKIPPED, 0, why, null, null);
  }
}
