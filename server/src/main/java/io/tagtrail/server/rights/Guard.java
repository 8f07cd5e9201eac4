package io.tagtrail.server.rights;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.server.Ask;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Trail;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.identity.Identity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Looks at the rights of one identity before anything else happens, and puts what is verified
/// about it in the place of what it typed. Whatever is missing is a [ForbiddenException].
final class Guard {
  private final Rights rights;
  private final Identity identity;
  private final InstantSource clock;
  private final Held held;
  private final Sight sight;

  Guard(Trail trail, Rights rights, Identity identity, InstantSource clock) {
    this.rights = rights;
    this.identity = identity;
    this.clock = clock;
    this.held = rights.of(identity);
    this.sight = new Sight(trail, rights, held);
  }

  /// What is said of an alias that the asker may not see, and of one that is not there.
  static ForbiddenException unseen(Alias alias) {
    return new ForbiddenException(
        Right.READ.label(),
        alias.toString(),
        "%s is not there, or you may not read it".formatted(alias));
  }

  Rights rights() {
    return rights;
  }

  Held held() {
    return held;
  }

  Sight sight() {
    return sight;
  }

  Origins origins() {
    return new Origins(rights, held);
  }

  Instant now() {
    return clock.instant();
  }

  /// The rights of whoever it is, without what the token is limited to.
  Held unscoped() {
    return rights.of(Asked.unscoped(identity));
  }

  /// @throws ForbiddenException if the credentials have expired: a stream of events may outlive
  ///   them
  void current() {
    var expires = identity.expires();
    if (expires != null && !clock.instant().isBefore(expires)) {
      throw new ForbiddenException(
          Right.READ.label(), "everything", "the credentials have expired: sign in again");
    }
  }

  void see(Alias alias) {
    current();
    if (!sight.of(alias)) {
      throw unseen(alias);
    }
    sight.known(alias);
  }

  void need(Right right, Alias alias) {
    needAny(alias, right);
  }

  /// One of these rights on an alias; the first is the one that is named where there is none.
  void needAny(Alias alias, Right... any) {
    see(alias);
    for (var right : any) {
      if (held.may(right, alias).allowed()) {
        return;
      }
    }
    throw forbidden(any[0], alias.toString(), held.may(any[0], alias));
  }

  void needGlobal(Right... any) {
    current();
    for (var right : any) {
      if (held.may(right, null).allowed()) {
        return;
      }
    }
    throw forbidden(any[0], "everything", held.may(any[0], null));
  }

  void needSight() {
    current();
    if (!sight.any()) {
      throw forbidden(Right.READ, "everything", Decided.no("nothing allows it anywhere"));
    }
  }

  /// A block is one in every environment of an application.
  void needEverywhere(String application) {
    current();
    Alias.application(application);
    var all =
        rights.aliases().stream().filter(alias -> alias.application().equals(application)).toList();
    if (all.stream().noneMatch(sight::of)) {
      throw new ForbiddenException(
          Right.READ.label(),
          application,
          "%s is not there, or you may not read it".formatted(application));
    }
    for (var alias : all) {
      var decided = held.may(Right.BLOCK, alias);
      if (!decided.allowed()) {
        throw forbidden(
            Right.BLOCK,
            application,
            Decided.no("a block is one in every environment, and %s".formatted(decided.why())));
      }
    }
  }

  /// The right to tell of a cluster, which lets nobody read.
  void needReport(String name) {
    current();
    var cluster = Right.cluster(name);
    var decided = held.may(Right.REPORT, cluster);
    if (!decided.allowed()) {
      throw forbidden(Right.REPORT, cluster.toString(), decided);
    }
  }

  /// Whether it sees what is about everything.
  boolean seesAll() {
    return held.may(Right.ADMIN, null).allowed() || held.may(Right.AUDIT, null).allowed();
  }

  private static ForbiddenException forbidden(Right right, String on, Decided decided) {
    return new ForbiddenException(
        right.label(),
        on,
        "%s on %s is not allowed to you: %s (tagtrail can-i)"
            .formatted(right.label(), on, decided.why()));
  }

  /// What is asked about an alias, as it counts.
  Ask asked(Alias alias, Ask ask) {
    var overrides = ask.powers().overrides();
    if (!overrides.isEmpty()) {
      need(Right.OVERRIDE, alias);
    }
    return Asked.of(
        ask, identity, powers(overrides, held.may(Right.ROLLBACK_PAST_ADMISSION, alias).allowed()));
  }

  /// What is asked about everything, as it counts.
  Ask asked(Ask ask) {
    return Asked.of(ask, identity, powers(List.of(), false));
  }

  private Powers powers(List<String> overrides, boolean pastAdmission) {
    return new Powers(
        pastAdmission,
        overrides,
        identity.groups().stream().sorted().toList(),
        identity.linked(),
        identity.account());
  }
}
