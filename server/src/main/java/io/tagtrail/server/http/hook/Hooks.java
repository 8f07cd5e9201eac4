package io.tagtrail.server.http.hook;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Text;
import io.tagtrail.flux.event.FluxEvent;
import io.tagtrail.flux.event.Pushes;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.HookConfig;
import io.tagtrail.server.config.HookConfig.Origin;
import io.tagtrail.server.hint.Hints;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// The hooks of the configuration. Whatever is heard is a hint: nothing is recorded, believed or
/// answered because of it, somebody only looks sooner.
public final class Hooks {
  /// What notification-controller takes itself; the longest bundle of a registry's events is far
  /// from it.
  public static final int MAX_BYTES = 3 << 20;

  private final Supplier<Config> config;
  private final Proofs proofs;
  private final Hints hints;
  private final BiConsumer<String, String> heard;

  /// @param env where secrets can be
  /// @param heard told the hook's name and what came of a call: `heard`, `unknown`, `unreadable`,
  ///   `rejected`
  public Hooks(
      Supplier<Config> config,
      Map<String, String> env,
      Hints hints,
      BiConsumer<String, String> heard) {
    this.config = config;
    this.proofs = new Proofs(env);
    this.hints = hints;
    this.heard = heard;
  }

  /// Looks at all but the body, before that is read.
  ///
  /// @return whether the caller must be known by a token of an issuer
  /// @throws ProblemException if there is no such hook, or the caller has no proof
  public boolean admit(Call call) {
    var hook = hook(call);
    return noted(
        hook,
        () -> {
          proofs.before(hook, call);
          return hook.auth() == HookConfig.Auth.CALLER;
        });
  }

  /// An event of a controller, from notification-controller or from the controller itself.
  public Answer flux(Call call) {
    var hook = hook(call);
    var event = noted(hook, () -> proven(hook, call, () -> FluxEvent.read(call.raw())));
    if (!(hook.origin() instanceof Origin.Flux(String cluster))) {
      throw new IllegalStateException("a hook of Flux has a cluster");
    }
    hints.cluster(cluster, event);
    heard.accept(hook.name(), "heard");
    return taken(1, 1);
  }

  /// Notifications of a registry.
  public Answer registry(Call call) {
    var hook = hook(call);
    if (!(hook.origin() instanceof Origin.Registry origin)) {
      throw new IllegalStateException("a hook of a registry has one");
    }
    var pushes =
        noted(
            hook,
            () ->
                proven(
                    hook,
                    call,
                    () -> Pushes.read(origin.mapping(), call.raw(), call.header("ce-type"))));
    var places = Places.of(config.get(), origin.registry(), pushes);
    places.forEach(hints::look);
    heard.accept(hook.name(), places.isEmpty() ? "unknown" : "heard");
    return taken(pushes.size(), places.size());
  }

  private static Answer taken(int events, int hints) {
    return Answer.json(202, new ObjectBuilder().put("events", events).put("hints", hints).build());
  }

  private <T> T proven(HookConfig hook, Call call, Supplier<T> read) {
    proofs.after(hook, call);
    try {
      return read.get();
    } catch (JsonException e) {
      throw ProblemException.of(
          ProblemType.INVALID,
          "the hook %s cannot read the body: %s".formatted(hook.name(), e.getMessage()));
    }
  }

  private <T> T noted(HookConfig hook, Supplier<T> work) {
    try {
      return work.get();
    } catch (ProblemException e) {
      heard.accept(
          hook.name(),
          e.problem().type() == ProblemType.UNAUTHENTICATED ? "rejected" : "unreadable");
      throw e;
    }
  }

  private HookConfig hook(Call call) {
    boolean flux = call.route().path().text().contains("/hooks/flux/");
    var name = call.variable("name");
    return config.get().around().flux().hooks().stream()
        .filter(hook -> hook.isFlux() == flux && hook.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            ProblemException.of(
                ProblemType.NOT_FOUND,
                "no hook of that kind is called %s (flux: hooks: in tagtrail.yaml)"
                    .formatted(Text.clipped(name, 80))));
  }
}
