package io.tagtrail.server.http.metric;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.promotion.Signer;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A signer that is counted, and whose failures are logged: a rollback goes on without a signature,
/// and somebody has to see that Flux will refuse it.
public final class MeasuredSigner implements Signer {
  private static final Logger LOG = LoggerFactory.getLogger(MeasuredSigner.class);

  private final Signer signer;
  private final Metrics metrics;
  private final Time time;

  public MeasuredSigner(Signer signer, Metrics metrics, Time time) {
    this.signer = signer;
    this.metrics = metrics;
    this.time = time;
  }

  @Override
  public void sign(Entry authorisation, Location location, Manifest bundle, Assurance.Signing how) {
    long began = time.nanos();
    var alias = authorisation.event().alias();
    var intent = authorisation.event().intent();
    var kind = intent == null ? authorisation.event().kind() : intent.kind();
    try {
      signer.sign(authorisation, location, bundle, how);
      metrics.signature(alias.environment(), kind.label(), "done", (time.nanos() - began) / 1e9);
    } catch (RegistryException e) {
      metrics.signature(alias.environment(), kind.label(), "failed", (time.nanos() - began) / 1e9);
      LOG.warn(
          "not signed: {} {} with the key {} (entry {}): {}",
          alias,
          bundle.digest(),
          how.key(),
          authorisation.index(),
          e.getMessage());
      throw e;
    }
  }
}
