package io.tagtrail.cli;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Tagtrail;

/// A server instead of a local ledger. What only somebody with the ledger itself can do is refused,
/// in words.
final class RemoteBackend implements Backend {
  private final Backend local;
  private final Remote remote;

  /// @param local for what concerns this machine alone
  RemoteBackend(Backend local, Remote remote) {
    this.local = local;
    this.remote = remote;
  }

  @Override
  public Tagtrail open(Globals globals, Progress progress, Step.Listener steps) {
    return remote.open(globals.environment());
  }

  @Override
  public CallerRegistry registry(Globals globals) {
    return local.registry(globals);
  }

  @Override
  public CallerRegistry registryAs(Globals globals, Credentials logins) {
    return local.registryAs(globals, logins);
  }

  @Override
  public Initialised init(Globals globals, Init init) {
    throw needsLedger("init");
  }

  @Override
  public LedgerReport check(Globals globals) {
    throw needsLedger("ledger check");
  }

  @Override
  public LedgerReport rebuild(Globals globals) {
    throw needsLedger("ledger rebuild");
  }

  @Override
  public boolean erase(Globals globals, Digest commitment) {
    throw needsLedger("ledger erase");
  }

  @Override
  public ConfigReport config(Globals globals) {
    return local.config(globals);
  }

  @Override
  public Applied apply(Globals globals, Ask ask) {
    try (var tagtrail = remote.open(globals.environment())) {
      var next = tagtrail.controls().previewPolicy().next();
      var entry = tagtrail.controls().applyPolicy(ask);
      return new Applied(next, entry.map(each -> each.index()).orElse(null));
    }
  }

  @Override
  public String schema() {
    return local.schema();
  }

  private InvalidValueException needsLedger(String verb) {
    return new InvalidValueException(
        "tagtrail %s needs the ledger itself: run it where that is, without --server (now %s)"
            .formatted(verb, remote.server()));
  }
}
