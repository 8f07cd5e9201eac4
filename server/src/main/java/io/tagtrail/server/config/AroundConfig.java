package io.tagtrail.server.config;

/// What the configuration says of all that stands around the governed path.
public record AroundConfig(
    KeysConfig keys,
    FluxConfig flux,
    SentinelConfig sentinel,
    InsideConfig inside,
    ReadinessConfig readiness) {
  public static final AroundConfig USUAL =
      new AroundConfig(
          KeysConfig.USUAL,
          FluxConfig.USUAL,
          SentinelConfig.USUAL,
          InsideConfig.USUAL,
          ReadinessConfig.USUAL);

  static AroundConfig read(YamlView top, Reading reading) {
    return new AroundConfig(
        KeysReader.read(top.mapping("keys"), reading),
        FluxReader.read(top.mapping("flux"), reading),
        SentinelReader.read(top.mapping("sentinel"), reading),
        InsideReader.read(top.mapping("inside"), reading),
        ReadinessReader.read(top.mapping("readiness"), reading));
  }
}
