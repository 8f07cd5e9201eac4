package io.tagtrail.server.config;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Repository;
import java.time.Duration;
import java.util.HashMap;

/// Reads `sentinel:`.
final class SentinelReader {
  private SentinelReader() {}

  static SentinelConfig read(YamlView view, Reading reading) {
    var usual = SentinelConfig.USUAL;
    boolean watch = view.flag("watch", usual.watch());
    var interval = view.parsed("interval", Durations::parse, usual.interval());
    int requests = view.number("requests", usual.requests());
    var environments = new HashMap<String, Duration>();
    var byEnvironment = view.mapping("environments");
    for (var name : byEnvironment.keys()) {
      byEnvironment.checked(name, () -> Alias.environment(name));
      environments.put(name, byEnvironment.parsed(name, Durations::parse, interval));
    }
    byEnvironment.done();
    var registries = new HashMap<String, Integer>();
    var byRegistry = view.mapping("registries");
    for (var name : byRegistry.keys()) {
      byRegistry.checked(name, () -> Repository.parse(name + "/x"));
      registries.put(name, byRegistry.number(name, requests));
    }
    byRegistry.done();
    view.done();
    return view.checked(
        () -> new SentinelConfig(watch, interval, environments, requests, registries));
  }
}
