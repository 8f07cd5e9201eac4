package io.tagtrail.server.config;

/// What Tagtrail has to do with Flux: receivers, hooks, clusters, inputs.
public record FluxConfig() {
  public static final FluxConfig USUAL = new FluxConfig();
}
