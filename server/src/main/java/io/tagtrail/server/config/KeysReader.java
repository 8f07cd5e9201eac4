package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `keys:`, and holds the environments to it.
final class KeysReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\\s]+-----END PUBLIC KEY-----");

  private KeysReader() {}

  static KeysConfig read(YamlView view, Reading reading) {
    var keys = new LinkedHashMap<String, KeysConfig.Key>();
    for (var name : view.keys()) {
      view.checked(name, () -> name(name));
      var each = view.mapping(name);
      keys.put(name, view.checked(name, () -> key(each, reading)));
      each.done();
    }
    view.done();
    return view.checked(() -> new KeysConfig(keys));
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new InvalidValueException(
          "not the name of a key: lower-case letters, digits and hyphens, 40 at most");
    }
    return text;
  }

  private static KeysConfig.Key key(YamlView view, Reading reading) {
    var variable = view.text("env");
    var file = view.parsed("file", reading::path);
    var text = view.text("public");
    if (text == null) {
      var beside = file == null ? null : beside(file);
      return beside == null
          ? new KeysConfig.Key(variable, file, null, List.of())
          : new KeysConfig.Key(variable, file, beside, blocks(reading.further(beside)));
    }
    if (text.contains("-----BEGIN")) {
      return new KeysConfig.Key(variable, file, null, blocks(text));
    }
    var path = reading.path(text);
    return new KeysConfig.Key(variable, file, path, blocks(reading.further(path)));
  }

  /// `prod.pub` beside `prod.key`, where `tagtrail keys create` puts it.
  static Path publicOf(Path privateFile) {
    var name = String.valueOf(privateFile.getFileName());
    int dot = name.lastIndexOf('.');
    return privateFile.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".pub");
  }

  private static @Nullable Path beside(Path privateFile) {
    var path = publicOf(privateFile);
    return Files.isRegularFile(path) ? path : null;
  }

  private static List<String> blocks(String text) {
    var blocks = new ArrayList<String>();
    var matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(matcher.group() + "\n");
    }
    if (blocks.isEmpty()) {
      throw new InvalidValueException(
          text.contains("PRIVATE KEY-----")
              ? "public holds a private key"
              : "public holds no public key in PEM (-----BEGIN PUBLIC KEY-----)");
    }
    return blocks;
  }

  /// What an environment says of keys has to be there, and to hold together: Flux would otherwise
  /// refuse what was promoted, and nobody would know before.
  static void check(Rules rules, KeysConfig config) {
    var assurance = rules.assurance();
    for (var each : assurance.signing()) {
      var key = config.keys().get(each.key());
      if (key == null) {
        throw new InvalidValueException(unknown("sign", each.key(), config));
      }
      if (!key.signs()) {
        throw new InvalidValueException(
            "sign names the key %s, of which only the public half is here: it needs file or env under keys:"
                .formatted(each.key()));
      }
    }
    for (var name : assurance.verify()) {
      if (!config.keys().containsKey(name)) {
        throw new InvalidValueException(unknown("verify", name, config));
      }
    }
    missing(assurance)
        .ifPresent(name -> {
          throw new InvalidValueException(
              "it signs with the key %s, and verify does not name it: Flux would refuse what is promoted here"
                  .formatted(name));
        });
  }

  private static Optional<String> missing(Assurance assurance) {
    return assurance.verify().isEmpty()
        ? Optional.empty()
        : assurance.signing().stream()
            .map(Assurance.Signing::key)
            .filter(name -> !assurance.verify().contains(name))
            .findFirst();
  }

  private static String unknown(String member, String name, KeysConfig config) {
    return "%s names the key %s, which is not under keys:%s"
        .formatted(
            member,
            name,
            config.keys().isEmpty()
                ? " (there are none; tagtrail keys create %s makes one)".formatted(name)
                : " (there are %s)".formatted(String.join(", ", config.keys().keySet())));
  }
}
