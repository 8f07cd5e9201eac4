package io.tagtrail.server.config;

import java.util.List;

/// What Tagtrail has to do with Flux.
///
/// @param receivers who is told when an alias moved
/// @param hooks who may notify us
public record FluxConfig(List<ReceiverConfig> receivers, List<HookConfig> hooks) {
  public static final FluxConfig USUAL = new FluxConfig(List.of(), List.of());

  public FluxConfig {
    receivers = List.copyOf(receivers);
    hooks = List.copyOf(hooks);
  }
}
