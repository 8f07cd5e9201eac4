package io.tagtrail.server;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.RegistryException;
import org.jspecify.annotations.Nullable;

/// Moves over a ledger and registries that this process reaches itself.
final class LocalMoves implements Moves {
  private final LocalParts on;

  LocalMoves(LocalParts on) {
    this.on = on;
  }

  @Override
  public Outcome promote(Alias alias, String source, boolean allowOlder, Ask ask)
      throws InterruptedException {
    var location = on.config().location(alias);
    return on.path()
        .move(request(alias, Sources.parse(source, allowOlder, alias, location), location, ask));
  }

  @Override
  public Outcome rollback(Alias alias, @Nullable String to, Ask ask) throws InterruptedException {
    var sequence = to == null ? null : on.questions().rollbackSequence(alias, to, on.time().now());
    // Nobody is kept from going back by a configuration that lost the alias.
    var known = on.ledger().alias(alias).location();
    var location = known == null ? on.config().location(alias) : known;
    return on.path().move(request(alias, new Aim.RollBack(sequence), location, ask));
  }

  @Override
  public Outcome adopt(Alias alias, @Nullable String previous, Ask ask)
      throws InterruptedException {
    var location = on.config().location(alias);
    var before = previous == null ? null : digestAt(location, previous);
    return on.path().move(request(alias, new Aim.Adopt(before), location, ask));
  }

  @Override
  public Outcome takeOver(Alias alias, Ask ask) throws InterruptedException {
    return on.path()
        .move(request(alias, new Aim.Adopt(null, true), on.config().location(alias), ask));
  }

  @Override
  public Outcome relocate(Alias alias, Ask ask) throws InterruptedException {
    var to = on.config().location(alias);
    return on.path().move(request(alias, new Aim.Relocate(to), to, ask));
  }

  @Override
  public Outcome confirm(Alias alias, long intent, Ask ask) throws InterruptedException {
    return on.path().confirm(alias, intent, ask.request());
  }

  @Override
  public Outcome cancel(Alias alias, long intent, Ask ask) throws InterruptedException {
    return on.path().cancel(alias, intent, ask.request());
  }

  private Digest digestAt(Location location, String text) {
    if (Digest.isDigest(text)) {
      return Digest.parse(text);
    }
    var tag = text.startsWith(":") ? text.substring(1) : text;
    return on.registry()
        .head(new Reference(location.repository(), new Tag(tag), null))
        .map(Descriptor::digest)
        .orElseThrow(() ->
            new RegistryException(
                RegistryException.Kind.NOT_FOUND,
                RegistryException.Applied.NO,
                404,
                "there is no tag %s in %s".formatted(tag, location.repository()),
                null));
  }

  private static MoveRequest request(Alias alias, Aim aim, Location location, Ask ask) {
    return new MoveRequest(
        alias,
        aim,
        location,
        ask.request(),
        ask.mover(),
        ask.person(),
        ask.pipeline(),
        ask.builder(),
        ask.release(),
        ask.reason(),
        ask.expect(),
        ask.idempotencyKey(),
        ask.dryRun(),
        ask.powers());
  }
}
