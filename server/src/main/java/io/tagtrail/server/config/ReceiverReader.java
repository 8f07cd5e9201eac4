package io.tagtrail.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `flux: receivers:`.
final class ReceiverReader {
  private ReceiverReader() {}

  static List<ReceiverConfig> read(List<YamlView> views, Reading reading) {
    var all = new ArrayList<ReceiverConfig>();
    var names = new HashSet<String>();
    for (var view : views) {
      var one = view.checked(() -> receiver(view, reading));
      view.done();
      if (!names.add(one.name())) {
        throw view.error("name", "is the name of another receiver too");
      }
      all.add(one);
    }
    return List.copyOf(all);
  }

  private static ReceiverConfig receiver(YamlView view, Reading reading) {
    var name = view.parsed("name", ReceiverConfig::name);
    var type = view.parsed("type", ReceiverConfig.Type::parse);
    if (name == null || type == null) {
      throw view.error("needs name and type");
    }
    var uri = view.parsed("url", ServerReader::uri);
    var place = SecretPlace.read(view, "url", reading);
    if ((uri == null) == (place == null)) {
      throw view.error("needs one of url, urlEnv and urlFile");
    }
    var on = view.oneOrMore("on", AliasGlob::parse);
    return new ReceiverConfig(
        name,
        type,
        new ReceiverConfig.Address(uri, place),
        secret(view, type, reading),
        on == null ? List.of() : on,
        view.parsed("ca", reading::path),
        view.flag("insecure", false),
        view.parsed("timeout", Durations::parse, ReceiverConfig.USUAL_TIMEOUT));
  }

  private static @Nullable SecretPlace secret(
      YamlView view, ReceiverConfig.Type type, Reading reading) {
    var key = type == ReceiverConfig.Type.GENERIC_OIDC ? "token" : "secret";
    return SecretPlace.read(view, key, reading);
  }
}
