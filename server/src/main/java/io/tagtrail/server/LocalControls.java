package io.tagtrail.server;

import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Actor;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Stops;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What governs moves, over a ledger of this process.
final class LocalControls implements Controls {
  private final LocalParts on;
  private final Stops stops;
  private final Approving approving;
  private final Bundles bundles;

  LocalControls(LocalParts on) {
    this.on = on;
    this.stops = new Stops(on.ledger());
    this.approving = new Approving(on.ledger(), on.config().policy(), on.time());
    this.bundles = new Bundles(on.ledger(), on.questions(), on.time());
  }

  @Override
  public Approving.Result approve(
      Alias alias,
      @Nullable String bundle,
      @Nullable String requester,
      @Nullable Duration ttl,
      Ask ask) {
    return bundle == null
        ? approving.approveOwed(alias, actor(ask), ask.powers())
        : approving.approve(
            alias, bundles.forAlias(alias, bundle), requester, actor(ask), ask.powers(), ttl);
  }

  @Override
  public Stops.Result hold(Alias alias, Stop.Scope scope, @Nullable Instant until, Ask ask) {
    on.config().location(alias);
    return stops.hold(alias, scope, until, actor(ask));
  }

  @Override
  public Stops.Result unhold(Alias alias, Ask ask) {
    return stops.unhold(alias, actor(ask));
  }

  @Override
  public Stops.Result block(String application, String bundle, Ask ask) {
    return stops.block(Alias.application(application), bundles.of(application, bundle), actor(ask));
  }

  @Override
  public Stops.Result unblock(String application, String bundle, Ask ask) {
    return stops.unblock(
        Alias.application(application), bundles.of(application, bundle), actor(ask));
  }

  @Override
  public Rules rules(Alias alias) {
    return on.config().policy().rulesOrUsual(alias);
  }

  @Override
  public PolicyPreview previewPolicy() {
    return PolicyChanges.preview(on.ledger(), on.registry(), on.config().policy(), on.time().now());
  }

  @Override
  public Optional<Entry> applyPolicy(Ask ask) {
    return PolicyChanges.apply(on.ledger(), on.config().policy(), ask);
  }

  private static Actor actor(Ask ask) {
    return new Actor(ask.request(), ask.mover(), ask.person(), ask.pipeline(), ask.reason());
  }
}
