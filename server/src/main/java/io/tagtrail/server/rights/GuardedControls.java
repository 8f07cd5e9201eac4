package io.tagtrail.server.rights;

import io.tagtrail.core.event.Stop;
import io.tagtrail.core.history.Address;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Controls;
import io.tagtrail.server.PolicyPreview;
import io.tagtrail.server.config.Right;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What governs moves, for those with a right to each.
final class GuardedControls implements Controls {
  private final Controls inner;
  private final Guard guard;

  GuardedControls(Controls inner, Guard guard) {
    this.inner = inner;
    this.guard = guard;
  }

  @Override
  public Approving.Result approve(
      Alias alias,
      @Nullable String bundle,
      @Nullable String requester,
      @Nullable Duration ttl,
      Ask ask) {
    guard.need(Right.APPROVE, alias);
    if (bundle != null && bundle.indexOf('/') >= 0) {
      guard.see(Address.parse(bundle, guard.now()).alias());
    }
    return inner.approve(alias, bundle, requester, ttl, guard.asked(alias, ask));
  }

  @Override
  public Stops.Result hold(Alias alias, Stop.Scope scope, @Nullable Instant until, Ask ask) {
    guard.need(Right.HOLD, alias);
    return inner.hold(alias, scope, until, guard.asked(alias, ask));
  }

  @Override
  public Stops.Result unhold(Alias alias, Ask ask) {
    guard.need(Right.HOLD, alias);
    return inner.unhold(alias, guard.asked(alias, ask));
  }

  @Override
  public Stops.Result block(String application, String bundle, Ask ask) {
    guard.needEverywhere(application);
    return inner.block(application, bundle, guard.asked(ask));
  }

  @Override
  public Stops.Result unblock(String application, String bundle, Ask ask) {
    guard.needEverywhere(application);
    return inner.unblock(application, bundle, guard.asked(ask));
  }

  @Override
  public Rules rules(Alias alias) {
    guard.see(alias);
    return inner.rules(alias);
  }

  @Override
  public PolicyPreview previewPolicy() {
    guard.needGlobal(Right.ADMIN, Right.AUDIT);
    return inner.previewPolicy();
  }

  @Override
  public Optional<Entry> applyPolicy(Ask ask) {
    guard.needGlobal(Right.ADMIN);
    // Of the person, not of the token: one without the right to move is quickly made.
    Loosening.refuse(inner.previewPolicy(), guard.rights(), guard.unscoped());
    return inner.applyPolicy(guard.asked(ask));
  }
}
