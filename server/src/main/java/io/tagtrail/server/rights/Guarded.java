package io.tagtrail.server.rights;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.Controls;
import io.tagtrail.server.Moves;
import io.tagtrail.server.Permission;
import io.tagtrail.server.Safety;
import io.tagtrail.server.State;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Trail;
import io.tagtrail.server.Upkeep;
import io.tagtrail.server.Who;
import io.tagtrail.server.identity.Identity;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tagtrail for one identity: every method looks at its rights before anything else happens, and
/// what is verified about it takes the place of what it typed. Nothing that may not be read can be
/// told from what is not there.
///
/// One is made for each request; closing it closes nothing.
public final class Guarded implements Tagtrail {
  private final Tagtrail inner;
  private final Identity identity;
  private final Guard guard;

  public Guarded(Tagtrail inner, Rights rights, Identity identity, InstantSource clock) {
    this.inner = inner;
    this.identity = identity;
    this.guard = new Guard(inner.trail(), rights, identity, clock);
  }

  @Override
  public Alias alias(String text) {
    guard.current();
    if (!guard.sight().any()) {
      // A text of the form of an alias is one, also for somebody who sees none.
      return Alias.parse(text);
    }
    var alias = inner.alias(text);
    if (!alias.toString().equals(text) && !guard.sight().of(alias)) {
      throw new InvalidValueException(
          "no alias has its tag at %s (tagtrail list)".formatted(Location.parse(text)));
    }
    return alias;
  }

  @Override
  public Optional<Location> configured(Alias alias) {
    guard.current();
    return guard.sight().of(alias) ? inner.configured(alias) : Optional.empty();
  }

  @Override
  public List<Permission> canI(@Nullable Alias alias) {
    guard.current();
    return new Permissions(guard.rights(), guard.held()).on(alias);
  }

  @Override
  public Who whoAmI() {
    var mover = identity.mover();
    var subject = mover.subject() == null ? identity.person() : mover.subject();
    return new Who(
        mover.kind().label(),
        subject == null ? identity.id() : subject,
        mover.issuer(),
        identity.groups().stream().sorted().toList(),
        identity.expires());
  }

  @Override
  public Moves moves() {
    return new GuardedMoves(inner.moves(), inner.trail(), guard);
  }

  @Override
  public Controls controls() {
    return new GuardedControls(inner.controls(), guard);
  }

  @Override
  public Trail trail() {
    return new GuardedTrail(inner.trail(), guard);
  }

  @Override
  public State state() {
    return new GuardedState(inner.state(), guard);
  }

  @Override
  public Safety safety() {
    return new GuardedSafety(inner.safety(), guard);
  }

  @Override
  public Upkeep upkeep() {
    return new GuardedUpkeep(inner.upkeep(), guard);
  }

  @Override
  public void close() {
    // What is guarded serves others too.
  }
}
