package io.tagtrail.server.config;

import java.util.List;

/// What Tagtrail has to do with Flux.
///
/// @param receivers who is told when an alias moved
/// @param hooks who may notify us
/// @param clusters which clusters are looked into
public record FluxConfig(
    List<ReceiverConfig> receivers, List<HookConfig> hooks, ClustersConfig clusters) {
  public static final FluxConfig USUAL = new FluxConfig(List.of(), List.of(), ClustersConfig.USUAL);

  public FluxConfig {
    receivers = List.copyOf(receivers);
    hooks = List.copyOf(hooks);
  }
}
