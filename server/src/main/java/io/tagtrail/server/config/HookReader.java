package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import io.tagtrail.flux.event.Mapping;
import io.tagtrail.flux.event.Pointer;
import io.tagtrail.flux.event.Preset;
import io.tagtrail.server.config.HookConfig.Auth;
import io.tagtrail.server.config.HookConfig.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads `flux: hooks:`.
final class HookReader {
  private static final String FLUX = "flux";
  private static final String RAW = "flux-raw";
  private static final String MAPPING = "mapping";

  private HookReader() {}

  static List<HookConfig> read(List<YamlView> views, Reading reading) {
    var all = new ArrayList<HookConfig>();
    var names = new HashSet<String>();
    for (var view : views) {
      var one = view.checked(() -> hook(view, reading));
      view.done();
      // The two kinds have addresses of their own.
      if (!names.add(one.isFlux() + one.name())) {
        throw view.error("name", "is the name of another hook too");
      }
      all.add(one);
    }
    return List.copyOf(all);
  }

  private static HookConfig hook(YamlView view, Reading reading) {
    var name = view.parsed("name", ReceiverConfig::name);
    var type = view.text("type");
    if (name == null || type == null) {
      throw view.error("needs name and type");
    }
    boolean flux = type.equals(FLUX) || type.equals(RAW);
    var origin = flux ? new Origin.Flux(cluster(view)) : registry(view, type);
    var auth = view.parsed("auth", Auth::parse, usual(type));
    if (flux && auth != usual(type)) {
      throw view.error(
          "auth", "notification-controller signs (type: flux), controllers cannot (flux-raw)");
    }
    return new HookConfig(
        name, origin, auth, SecretPlace.read(view, "secret", reading), view.text("caller"));
  }

  private static String cluster(YamlView view) {
    var cluster = view.text("cluster");
    if (cluster == null) {
      throw view.error("needs cluster: whose events these are");
    }
    return cluster;
  }

  /// As the sender can: a webhook of GitHub is signed, most registries send a header.
  private static Auth usual(String type) {
    return type.equals(FLUX) || type.equals(Preset.GHCR.label()) ? Auth.HMAC : Auth.TOKEN;
  }

  private static Origin registry(YamlView view, String type) {
    var registry = view.parsed("registry", HookReader::host);
    if (registry == null) {
      throw view.error("needs registry: its name in the locations of aliases");
    }
    boolean own = type.equals(MAPPING);
    var mapping = view.mapping("mapping");
    if (own == mapping.keys().isEmpty()) {
      throw view.error(
          own ? "of type: mapping needs mapping" : "has a mapping, which goes with type: mapping");
    }
    return new Origin.Registry(
        registry,
        own ? mapping(mapping) : view.checked("type", () -> Preset.parse(type)).mapping());
  }

  private static Mapping mapping(YamlView view) {
    var actions = view.oneOrMore("actions", text -> text);
    var deletes = view.oneOrMore("deletes", text -> text);
    var read =
        view.checked(() ->
            new Mapping(
                pointers(view, "wrapped"),
                pointers(view, "items"),
                pointers(view, "repository"),
                pointers(view, "reference"),
                pointers(view, "tag"),
                pointers(view, "digest"),
                pointers(view, "action"),
                actions == null ? Set.of() : Set.copyOf(actions),
                deletes == null ? Set.of() : Set.copyOf(deletes)));
    view.done();
    return read;
  }

  private static List<Pointer> pointers(YamlView view, String key) {
    var pointers = view.oneOrMore(key, Pointer::parse);
    return pointers == null ? List.of() : pointers;
  }

  private static String host(String text) {
    var name = Repository.parse(text + "/name").registry();
    if (!name.equals(text)) {
      throw new InvalidValueException(
          "not the name of a registry as Tagtrail writes it (docker.io, ghcr.io, host:5000)");
    }
    return name;
  }
}
