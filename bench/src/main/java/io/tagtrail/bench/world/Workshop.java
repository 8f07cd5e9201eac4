package io.tagtrail.bench.world;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.store.SqliteLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// The governed path as a server would hold it: one ledger, one registry client, warm.
public final class Workshop implements AutoCloseable {
  private final SqliteLedger ledger;
  private final OciRegistry registry = new OciRegistry(OciSettings.anonymous());
  private final GovernedPath path;
  private final Delivery delivery;
  private int runs;

  public Workshop(Path folder, Policy policy, Step.Listener steps) {
    ledger = SqliteLedger.create(folder, "bench.example/ledger", Instant::now);
    new PolicyLog(ledger).apply(policy, "bench", Facts.NONE, List.of());
    path = new GovernedPath(ledger, registry, policy, Time.system(), steps, Progress.SILENT);
    delivery = new Delivery(ledger, registry, Time.system(), steps);
  }

  /// The usual rules of an environment, with or without the record on the bundle.
  public static Rules rules(String environment, boolean attach, String... after) {
    var usual = Rules.usual(environment).after(after);
    return new Rules(
        environment,
        usual.after(),
        usual.required(),
        usual.window(),
        usual.keep(),
        usual.timing(),
        attach);
  }

  public SqliteLedger ledger() {
    return ledger;
  }

  public OciRegistry registry() {
    return registry;
  }

  /// Promotes as a pipeline does, and insists that it moved.
  public Outcome.Moved promote(Alias alias, Aim aim, Location location)
      throws InterruptedException {
    runs++;
    var outcome =
        path.move(
            new MoveRequest(
                alias,
                aim,
                location,
                "bench-" + runs,
                new Mover(
                    Mover.Kind.WORKLOAD,
                    FactStatus.CLAIMED,
                    "https://ci.example",
                    "repo:acme/shop:ref:refs/heads/main"),
                null,
                pipeline(runs),
                Facts.Builder.MISSING,
                null,
                null,
                null,
                null,
                false));
    if (outcome instanceof Outcome.Moved moved) {
      return moved;
    }
    throw new IllegalStateException("it had to move: " + outcome);
  }

  private static Facts.Pipeline pipeline(int run) {
    return new Facts.Pipeline(
        FactStatus.CLAIMED,
        "github",
        "acme/shop/release.yaml",
        "run-" + run,
        1L,
        (long) run,
        "https://ci.example/acme/shop/runs/" + run);
  }

  /// Attaches what is due, and insists that it worked.
  public void deliver() {
    var report = delivery.run(100);
    if (report.failed() > 0) {
      throw new IllegalStateException("not attached: " + report.problem());
    }
  }

  @Override
  public void close() {
    registry.close();
    ledger.close();
  }
}
