package io.tagtrail.cli.world;

import io.tagtrail.cli.Backend;
import io.tagtrail.cli.CallerRegistry;
import io.tagtrail.cli.Globals;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.server.Ask;
import io.tagtrail.server.LocalTagtrail;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.config.Config;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The backend over a world in memory; its problems and failures are set by tests.
public final class WorldBackend implements Backend {
  private final World world;
  public Config config;
  public List<String> problems = List.of();
  public @Nullable RuntimeException opensWith;

  public WorldBackend(World world) {
    this.world = world;
    this.config = world.config;
  }

  @Override
  public Tagtrail open(Globals globals, Progress progress, Step.Listener steps) {
    globals.needConfig();
    if (opensWith != null) {
      throw opensWith;
    }
    return new LocalTagtrail(
        config,
        world.ledger.handle(world.clock),
        world.registry,
        new SetTime(world.clock),
        steps,
        progress);
  }

  @Override
  public CallerRegistry registry(Globals globals) {
    return CallerRegistry.of(world.registry);
  }

  /// Tests say what the registry is to somebody else.
  public Function<Credentials, Registry> others = logins -> registryOf();

  private Registry registryOf() {
    return world.registry;
  }

  @Override
  public CallerRegistry registryAs(Globals globals, Credentials logins) {
    return CallerRegistry.of(others.apply(logins));
  }

  @Override
  public Initialised init(Globals globals, Init init) {
    return new Initialised(
        globals.needConfig(),
        false,
        "in memory",
        false,
        world.ledger.head().origin(),
        world.config.policy().digest());
  }

  @Override
  public LedgerReport check(Globals globals) {
    var head = world.ledger.head();
    return new LedgerReport(head.size(), head.root(), problems, 0, false);
  }

  @Override
  public LedgerReport rebuild(Globals globals) {
    if (!problems.isEmpty()) {
      throw new LedgerException(LedgerException.Kind.CORRUPT, problems.getFirst());
    }
    return check(globals);
  }

  @Override
  public boolean erase(Globals globals, Digest commitment) {
    return world.ledger.erase(commitment);
  }

  @Override
  public ConfigReport config(Globals globals) {
    return new ConfigReport(
        globals.needConfig(),
        "in memory",
        world.config.locations().entrySet().stream()
            .map(each -> each.getKey() + "  " + each.getValue())
            .toList(),
        world.config.policy().digest(),
        List.of("nothing is done about it"));
  }

  @Override
  public Applied apply(Globals globals, Ask ask) {
    var entry =
        new PolicyLog(world.ledger)
            .apply(
                world.config.policy(), ask.request(), io.tagtrail.core.event.Facts.NONE, List.of());
    return new Applied(world.config.policy().digest(), entry.map(e -> e.index()).orElse(null));
  }

  @Override
  public String schema() {
    return "{\"type\": \"object\"}";
  }
}
